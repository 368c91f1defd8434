import { fault, type Scenario, type ScenarioAction } from '../scenario';
import { functionThrows, functionWorks, targetIsBack, targetIsGone } from '../subscriptions';
import { fewerReceives } from './shorter-waits';

function down(...services: readonly string[]): readonly ScenarioAction[] {
  return services.map((service) => fault({ service, mode: 'error' }));
}

const dayMix = { callbacks: 60 } as const;

export const wholeOutages: readonly Scenario[] = [
  {
    name: 'queue-down-for-the-whole-window',
    shows:
      'SQS accepts nothing for the 25 minutes in which Vibes retries: everything is stored in the bucket, at the first attempt.',
    group: 'whole outages',
    short: true,
    rounds: [{ before: down('sqs'), load: dayMix }],
    expect: { acceptedAtOnce: true, calls: [{ service: 's3', action: 'PutObject', atLeast: 60 }] },
  },
  {
    name: 'queue-and-bucket-down-for-the-whole-window',
    shows:
      'Nothing can be stored: every answer is 503, the error queue at Vibes fills up, and the resend by hand delivers everything.',
    group: 'whole outages',
    short: true,
    rounds: [{ before: down('sqs', 's3'), load: dayMix, beforeResend: [{ do: 'clear-faults' }] }],
  },
  {
    name: 'bucket-down',
    shows: 'Without the bucket, large MMS wait at Vibes; everything else is published.',
    group: 'whole outages',
    rounds: [
      {
        before: down('s3'),
        load: { callbacks: 40, mix: { mo: 10, receipt: 10, 'mms-large': 1 } },
        beforeResend: [{ do: 'clear-faults' }],
      },
    ],
  },
  {
    name: 'secret-unreadable-for-the-whole-window',
    shows:
      'Without the secrets, MO messages get 503, never 401, and come with the resend; the other families are not affected.',
    group: 'whole outages',
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
    group: 'whole outages',
    // A consumer that has not been invoked yet.
    stack: [...fewerReceives, { only: 'Consumer', properties: { 'AWS::Lambda::Function': { Description: 'new' } } }],
    rounds: [
      {
        before: down('secretsmanager'),
        load: { callbacks: 40, mix: { receipt: 3, 'mms-receipt': 3, platform: 3, mms: 1, garbage: 1 } },
        after: [{ do: 'drain' }, { do: 'clear-faults' }, { do: 'redrive' }],
      },
    ],
    expect: { acceptedAtOnce: true },
  },
  {
    name: 'table-down',
    shows: 'Without the ledger, nothing is published: every callback becomes a dead letter, and an alarm fires.',
    group: 'whole outages',
    stack: fewerReceives,
    rounds: [{ before: down('dynamodb'), load: { callbacks: 40 }, after: [{ do: 'drain' }] }],
    expect: { acceptedAtOnce: true, deadLetters: 'all' },
  },
  {
    name: 'bus-down-and-redrive',
    shows: 'Without the bus, every callback becomes a dead letter; the redrive publishes each once.',
    group: 'whole outages',
    short: true,
    stack: fewerReceives,
    rounds: [
      {
        before: down('events'),
        load: { callbacks: 40 },
        after: [{ do: 'drain' }, { do: 'clear-faults' }, { do: 'redrive' }],
      },
    ],
    expect: { acceptedAtOnce: true },
  },
  {
    name: 'a-target-that-is-gone',
    shows:
      'The queue behind a rule is gone: every event is kept, and `undelivered redrive` brings each to that subscription alone, once.',
    group: 'whole outages',
    stack: [{ subscriptions: true }, targetIsGone],
    rounds: [
      {
        load: { callbacks: 20 },
        after: [{ do: 'drain' }, { do: 'redrive-undelivered', from: 'Orders', change: targetIsBack }],
      },
    ],
    expect: { received: 'all' },
  },
  {
    name: 'a-function-that-throws',
    shows:
      "A customer's function throws: what Lambda would drop is kept, and `undelivered redrive` gives it to that function once.",
    group: 'whole outages',
    stack: [{ subscriptions: true }, functionThrows],
    rounds: [
      {
        load: { callbacks: 20 },
        after: [{ do: 'drain' }, { do: 'redrive-undelivered', from: 'Answers', change: functionWorks }],
      },
    ],
    expect: { received: 'all' },
  },
  {
    name: 'everything-slow',
    shows: 'Every service takes 250 ms longer, within all timeouts: nothing changes.',
    group: 'whole outages',
    rounds: [
      {
        before: ['sqs', 's3', 'dynamodb', 'events'].map(
          (service): ScenarioAction => fault({ service, mode: 'slow', delayMs: 250 }),
        ),
        load: { callbacks: 60 },
      },
    ],
  },
];
