import type { Deployment } from '../../../template/deployment';
import type { AwsService } from '../../protocols/call';
import { createService } from '../../protocols/create-service';
import type { EventLog } from '../event-log';
import type { OwnRules } from '../rules/own-rules';
import { archiveActions, readArchives } from './archives';
import { changeRuleActions } from './change-rules';
import { ruleActions } from './describe-rules';
import { replayActions } from './replay-actions';
import type { ReplayedEvent } from './replays';
import { createKnownRules } from './rule-facts';

/** EventBridge's control plane: rules, archives, replays. */
export function createEventsControl(
  deployment: Deployment,
  log: EventLog,
  ownRules: OwnRules,
  publish: (event: ReplayedEvent) => void,
): AwsService {
  const rules = createKnownRules(deployment, ownRules);
  const archives = readArchives(deployment, log);
  return createService('events', {
    ...ruleActions(deployment, rules),
    ...changeRuleActions(deployment, rules, ownRules),
    ...archiveActions(archives, () => new Date()),
    ...replayActions(deployment, archives, publish),
  });
}
