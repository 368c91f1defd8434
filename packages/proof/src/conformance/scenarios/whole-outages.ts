import { fault, type GroupScenario, type ScenarioAction } from '../scenario';
import { fewerReceives } from './shorter-waits';

function down(...services: readonly string[]): readonly ScenarioAction[] {
  return services.map((service) => fault({ service, mode: 'error' }));
}

const dayMix = { callbacks: 60 } as const;

export const wholeOutages: readonly GroupScenario[] = [
  {
    name: 'queue-down-for-the-whole-window',
    shows:
      'SQS accepts nothing for the 25 minutes in which Vibes retries: everything is stored in the bucket, at the first attempt.',
    short: true,
    before: down('sqs'),
    load: dayMix,
    expect: { acceptedAtOnce: true, calls: [{ service: 's3', action: 'PutObject', atLeast: 60 }] },
  },
  {
    name: 'queue-and-bucket-down-for-the-whole-window',
    shows:
      'Nothing can be stored: every answer is 503, the error queue at Vibes fills up, and the resend by hand delivers everything.',
    short: true,
    before: down('sqs', 's3'),
    load: dayMix,
    beforeResend: [{ do: 'clear-faults' }],
  },
  {
    name: 'bucket-down',
    shows: 'Without the bucket, large MMS wait at Vibes; everything else is published.',
    before: down('s3'),
    load: { callbacks: 40, mix: { mo: 10, receipt: 10, 'mms-large': 1 } },
    beforeResend: [{ do: 'clear-faults' }],
  },
  {
    name: 'secret-unreadable-for-the-whole-window',
    shows:
      'Without the secrets, MO messages get 503, never 401, and come with the resend; the other families are not affected.',
    rounds: [
      { load: { callbacks: 20, mix: { receipt: 1 } }, after: [{ do: 'drain' }] },
      {
        before: down('secretsmanager'),
        load: { callbacks: 60, mix: { mo: 1, receipt: 1 } },
        beforeResend: [{ do: 'clear-faults' }],
      },
    ],
  },
  {
    name: 'identity-key-unreadable',
    shows:
      'A consumer that starts without its identity key publishes nothing: every callback becomes a dead letter. With the key back, the redrive publishes each once.',
    // A consumer that has not been invoked yet.
    stack: [...fewerReceives, { only: 'Consumer', properties: { 'AWS::Lambda::Function': { Description: 'new' } } }],
    before: down('secretsmanager'),
    load: { callbacks: 40, mix: { receipt: 3, 'mms-receipt': 3, platform: 3, mms: 1, garbage: 1 } },
    after: [{ do: 'drain' }, { do: 'clear-faults' }, { do: 'redrive' }],
    expect: { acceptedAtOnce: true },
  },
  {
    name: 'table-down',
    shows: 'Without the ledger, nothing is published: every callback becomes a dead letter, and an alarm fires.',
    stack: fewerReceives,
    before: down('dynamodb'),
    load: { callbacks: 40 },
    after: [{ do: 'drain' }],
    expect: { acceptedAtOnce: true, deadLetters: 'all' },
  },
  {
    name: 'bus-down-and-redrive',
    shows: 'Without the bus, every callback becomes a dead letter; the redrive publishes each once.',
    short: true,
    stack: fewerReceives,
    before: down('events'),
    load: { callbacks: 40 },
    after: [{ do: 'drain' }, { do: 'clear-faults' }, { do: 'redrive' }],
    expect: { acceptedAtOnce: true },
  },
  {
    name: 'everything-slow',
    shows: 'Every service takes 250 ms longer, within all timeouts: nothing changes.',
    before: ['sqs', 's3', 'dynamodb', 'events'].map(
      (service): ScenarioAction => fault({ service, mode: 'slow', delayMs: 250 }),
    ),
    load: { callbacks: 60 },
  },
];
