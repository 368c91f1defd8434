import type { Deployment } from '../../../template/deployment';
import type { AwsService } from '../../protocols/call';
import { createService } from '../../protocols/create-service';
import type { EventLog } from '../event-log';
import { archiveActions, readArchives } from './archives';
import { ruleActions } from './describe-rules';
import { replayActions } from './replay-actions';
import type { ReplayedEvent } from './replays';

/** EventBridge's control plane: rules, archives, replays. */
export function createEventsControl(
  deployment: Deployment,
  log: EventLog,
  publish: (event: ReplayedEvent) => void,
): AwsService {
  const archives = readArchives(deployment, log);
  return createService('events', {
    ...ruleActions(deployment),
    ...archiveActions(archives, () => new Date()),
    ...replayActions(deployment, archives, publish),
  });
}
