import { join } from 'node:path';
import { createEventsService } from '../../../../src/aws/events/control/events-service';
import { openEventLog } from '../../../../src/aws/events/event-log';
import type { PublishedEvent } from '../../../../src/aws/events/published-event';
import { openOwnRules } from '../../../../src/aws/events/rules/own-rules';
import { deployTemplate } from '../../../../src/template/deploy-template';
import { ask, needs } from '../../../support/ask';
import { temporaryFolder } from '../../../support/temporary-folder';

const newFolder = temporaryFolder();
export const arn = (resource: string) => `arn:aws:events:us-east-1:000000000000:${resource}`;
export const seconds = (time: string) => Date.parse(`2026-11-25T${time}Z`) / 1000;

export const event = (id: string, time: string, source = 'vibes.callbacks') =>
  `{"version":"0","id":"${id}","detail-type":"MO Message","source":"${source}","time":"2026-11-25T${time}Z","detail":{"n":1.10}}`;

/** A bus with an archive, a rule, and events of a morning; one of them from another source. */
export function given() {
  const Resources = {
    Bus: { Type: 'AWS::Events::EventBus', Properties: { Name: 'callbacks' } },
    Archive: {
      Type: 'AWS::Events::Archive',
      Properties: {
        ArchiveName: 'archive',
        SourceArn: { 'Fn::GetAtt': ['Bus', 'Arn'] },
        EventPattern: { source: ['vibes.callbacks'] },
        RetentionDays: 30,
      },
    },
    Rule: {
      Type: 'AWS::Events::Rule',
      Properties: {
        Name: 'orders',
        EventBusName: { Ref: 'Bus' },
        EventPattern: { 'detail-type': ['MO Message'] },
        Targets: [{ Id: 'Target0', Arn: 'arn:aws:sqs:us-east-1:000000000000:orders' }],
      },
    },
  };
  const deployment = deployTemplate({ Resources }, { endpoint: 'http://127.0.0.1:1' });
  const log = openEventLog(join(newFolder(), 'events.jsonl'));
  log.append([event('b', '10:01:00'), event('a', '10:00:00'), event('c', '10:02:00'), event('x', '10:00:30', 'other')]);
  const ownRules = openOwnRules(join(newFolder(), 'rules.json'));
  const published: PublishedEvent[] = [];
  const service = createEventsService(deployment, log, ownRules, (one) => published.push(one));
  const replay = {
    ReplayName: 'again',
    EventSourceArn: arn('archive/archive'),
    Destination: { Arn: arn('event-bus/callbacks'), FilterArns: [deployment.attribute('Rule', 'Arn')] },
    EventStartTime: seconds('10:00:00'),
    EventEndTime: seconds('10:02:00'),
  };
  return {
    service,
    published,
    ownRules,
    deployment,
    replay,
    ruleArn: deployment.attribute('Rule', 'Arn'),
    ask: (action: string, input = {}) => ask(service, 'events', action, input),
    needs: (action: string, input = {}) => needs(service, 'events', action, input),
  };
}
