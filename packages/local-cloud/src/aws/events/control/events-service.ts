import type { Deployment } from '../../../template/deployment';
import type { AwsService } from '../../protocols/call';
import { createService } from '../../protocols/create-service';
import type { EventLog } from '../event-log';
import type { PublishedEvent } from '../published-event';
import { putEvents } from '../put-events';
import type { OwnRules } from '../rules/own-rules';
import { archiveActions, readArchives } from './archives';
import { changeRuleActions } from './change-rules';
import { ruleActions } from './describe-rules';
import { replayActions } from './replay-actions';
import { createKnownRules } from './rule-facts';

/** EventBridge: events, rules, archives, replays. The listener gets what is published, and what is replayed. */
export function createEventsService(
  deployment: Deployment,
  log: EventLog,
  ownRules: OwnRules,
  onEvent: (event: PublishedEvent) => void,
): AwsService {
  const rules = createKnownRules(deployment, ownRules);
  const archives = readArchives(deployment, log);
  return createService('events', {
    PutEvents: putEvents(deployment, log, onEvent),
    ...ruleActions(deployment, rules),
    ...changeRuleActions(deployment, rules, ownRules),
    ...archiveActions(archives, () => new Date()),
    ...replayActions(deployment, archives, onEvent),
  });
}
