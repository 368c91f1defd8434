import { compilePattern } from '../../src/aws/events/pattern/compile-pattern';
import type { PublishedEvent } from '../../src/aws/events/published-event';
import type { Rule, Target } from '../../src/aws/events/rules/rule';
import type { DeliveryJournal, Owed } from '../../src/delivery/delivery-journal';
import type { DeliveryOutcome } from '../../src/delivery/delivery-outcome';
import { DeliveryFailure, DeliveryInterrupted, type Message } from '../../src/delivery/message';
import { RuleDeliveries } from '../../src/delivery/rule-deliveries';
import { RuleFaults } from '../../src/delivery/rule-faults';

const queueArn = 'arn:aws:sqs:us-east-1:0:orders';
const deadLetterArn = 'arn:aws:sqs:us-east-1:0:undelivered';
const event: PublishedEvent = {
  detailType: 'MO Message',
  json: '{"id":"e1","source":"s","detail":{"n":1}}',
  busArn: 'arn:bus',
  publishedAt: new Date(0),
};

function ruleWith(target: Partial<Target> = {}, more: Partial<Rule> = {}): Rule {
  const first: Target = { id: 'T', arn: queueArn, input: ({ json }) => json, maxRetries: 185, maxAgeMs: 86_400_000 };
  const pattern = compilePattern('{"source":["s"]}', 'the test');
  return {
    name: 'Orders',
    arn: 'arn:rule/Orders',
    busArn: 'arn:bus',
    pattern,
    targets: [{ ...first, ...target }],
    ...more,
  };
}

function memoryJournal(owed: readonly Owed[] = []): DeliveryJournal & { readonly all: Map<string, Owed> } {
  const all = new Map(owed.map((one) => [one.id, one]));
  return {
    all,
    add: (one) => void all.set(one.id, one),
    done: (id) => void all.delete(id),
    open: () => [...all.values()],
    clear: () => all.clear(),
  };
}

/** A world whose targets fail as told, one answer a send. */
function worldOf(
  rules: readonly Rule[],
  answers: readonly (Error | 'ok')[] = [],
  journal = memoryJournal(),
  faults = new RuleFaults(),
) {
  const sent: Message[] = [];
  const outcomes: DeliveryOutcome[] = [];
  const waits: number[] = [];
  const left = [...answers];
  let nowMs = 0;
  const deliveries = new RuleDeliveries(rules, {
    journal,
    send: async (message) => {
      sent.push(message);
      const answer = left.shift() ?? 'ok';
      if (answer !== 'ok') throw answer;
      return { detail: 'taken' };
    },
    wait: async (ms) => {
      waits.push(ms);
      nowMs += ms;
    },
    nowMs: () => nowMs,
    random: () => 1,
    faults,
    onOutcome: (outcome) => outcomes.push(outcome),
    onError: (error) => {
      throw error;
    },
  });
  const settled = async () => {
    while (deliveries.underWay > 0) await new Promise((done) => setImmediate(done));
  };
  return { deliveries, journal, sent, outcomes, waits, settled };
}

const unwell = (text = 'unwell') => new DeliveryFailure('ERROR_FROM_TARGET', text);

test('an event goes to each target of each rule of its bus that matches', async () => {
  const other = ruleWith({ id: 'U' }, { name: 'Others', pattern: compilePattern('{"source":["t"]}', 'the test') });
  const elsewhere = ruleWith({ id: 'V' }, { busArn: 'arn:other' });
  const { deliveries, sent, outcomes, settled } = worldOf([ruleWith(), other, elsewhere]);
  deliveries.take(event);
  await settled();
  expect(sent).toEqual([
    { to: queueArn, body: event.json, from: { service: 'events.amazonaws.com', sourceArn: 'arn:rule/Orders' } },
  ]);
  expect(outcomes).toEqual([
    expect.objectContaining({
      ruleName: 'Orders',
      targetArn: queueArn,
      eventId: 'e1',
      step: 'delivered',
      detail: 'taken',
    }),
  ]);
});

test('what is owed is on disk when the event is taken, and done when it is delivered', async () => {
  const { deliveries, journal, settled } = worldOf([ruleWith()]);
  deliveries.take(event);
  expect([...journal.all.values()]).toEqual([
    expect.objectContaining({ ruleArn: 'arn:rule/Orders', targetId: 'T', event }),
  ]);
  await settled();
  expect(journal.all.size).toBe(0);
});

test('what an earlier run owed is delivered, unless its rule is gone', async () => {
  const owed = (id: string, ruleArn: string) => ({ id, ruleArn, targetId: 'T', event });
  const journal = memoryJournal([owed('a', 'arn:rule/Orders'), owed('b', 'arn:rule/Gone')]);
  const { deliveries, sent, settled } = worldOf([ruleWith()], [], journal);
  deliveries.resume();
  await settled();
  expect(sent).toHaveLength(1);
  expect(journal.all.size).toBe(0);
});

test('a target that is unwell is tried again, later each time', async () => {
  const { deliveries, outcomes, waits, settled } = worldOf([ruleWith()], [unwell(), unwell(), 'ok']);
  deliveries.take(event);
  await settled();
  expect(outcomes.map(({ step, attempts }) => [step, attempts])).toEqual([
    ['retried', 1],
    ['retried', 2],
    ['delivered', 3],
  ]);
  expect(waits).toEqual([1000, 2000]);
});

test('a target that a fault makes fail is called no more than that, and the event is tried again until the fault ends', async () => {
  const faults = new RuleFaults();
  faults.add({ rule: 'Ord', mode: 'error', count: 1 });
  faults.add({ mode: 'throttle', count: 1 });
  faults.add({ rule: 'Others', mode: 'error' });
  const { deliveries, sent, outcomes, settled } = worldOf([ruleWith()], [], memoryJournal(), faults);
  deliveries.take(event);
  await settled();
  expect(outcomes.map(({ step, detail }) => [step, detail])).toEqual([
    ['retried', 'The fault made the target answer 5XX.'],
    ['retried', 'The fault made the target throttle.'],
    ['delivered', 'taken'],
  ]);
  expect(sent).toHaveLength(1);
  expect(faults.struck).toBe(2);
});

test('an event whose target is throttled until its last retry is parked, with that code', async () => {
  const faults = new RuleFaults();
  faults.add({ mode: 'throttle' });
  const rule = ruleWith({ maxRetries: 1, deadLetterArn });
  const { deliveries, sent, settled } = worldOf([rule], [], memoryJournal(), faults);
  deliveries.take(event);
  await settled();
  // EventBridge writes to a dead-letter queue, which is not a target.
  expect(sent.map(({ to, attributes }) => [to, attributes?.ERROR_CODE, attributes?.RETRY_ATTEMPTS])).toEqual([
    [deadLetterArn, 'THROTTLING', '1'],
  ]);
});

test('after its last retry an event is parked, with what EventBridge says of it', async () => {
  const rule = ruleWith({ maxRetries: 1, deadLetterArn, input: () => '"transformed"' });
  const { deliveries, sent, outcomes, journal, settled } = worldOf([rule], [unwell(), unwell('still unwell'), 'ok']);
  deliveries.take(event);
  await settled();
  expect(sent[2]).toEqual({
    to: deadLetterArn,
    body: event.json,
    from: { service: 'events.amazonaws.com', sourceArn: 'arn:rule/Orders' },
    attributes: {
      RULE_ARN: 'arn:rule/Orders',
      TARGET_ARN: queueArn,
      ERROR_CODE: 'ERROR_FROM_TARGET',
      ERROR_MESSAGE: 'still unwell',
      EXHAUSTED_RETRY_CONDITION: 'MaximumRetryAttempts',
      RETRY_ATTEMPTS: '1',
    },
  });
  expect(outcomes.at(-1)).toMatchObject({ step: 'dead-lettered', attempts: 2, detail: 'still unwell' });
  expect(journal.all.size).toBe(0);
});

test('an event that is too old is parked before its retries are used up', async () => {
  const answers = Array.from({ length: 8 }, () => unwell());
  const { deliveries, sent, settled } = worldOf([ruleWith({ maxAgeMs: 60_000, deadLetterArn })], [...answers, 'ok']);
  deliveries.take(event);
  await settled();
  expect(sent.at(-1)?.attributes).toMatchObject({ EXHAUSTED_RETRY_CONDITION: 'MaximumEventAgeInSeconds' });
});

test('without permission nothing is tried again', async () => {
  const denied = new DeliveryFailure('NO_PERMISSIONS', 'no policy');
  const { deliveries, sent, waits, settled } = worldOf([ruleWith({ deadLetterArn })], [denied, 'ok']);
  deliveries.take(event);
  await settled();
  expect(waits).toEqual([]);
  expect(sent[1]?.attributes).toEqual({
    RULE_ARN: 'arn:rule/Orders',
    TARGET_ARN: queueArn,
    ERROR_CODE: 'NO_PERMISSIONS',
    ERROR_MESSAGE: 'no policy',
  });
});

test.each<[string, Partial<Target>, readonly Error[], DeliveryOutcome['step'], string]>([
  [
    'without a dead-letter queue',
    {},
    [new DeliveryFailure('NO_RESOURCE', 'gone')],
    'dropped',
    'gone; it has no dead-letter queue',
  ],
  [
    'with one that takes nothing',
    { deadLetterArn },
    [new DeliveryFailure('NO_RESOURCE', 'gone'), new DeliveryFailure('NO_PERMISSIONS', 'not allowed')],
    'dead-letter-failed',
    'gone; its dead-letter queue: not allowed',
  ],
])('%s an event is dropped, which is reported', async (_, target, answers, step, detail) => {
  const { deliveries, outcomes, settled } = worldOf([ruleWith(target)], answers);
  deliveries.take(event);
  await settled();
  expect(outcomes).toEqual([expect.objectContaining({ step, detail })]);
});

test('a role that the target names is the one that is taken', async () => {
  const { deliveries, sent, settled } = worldOf([ruleWith({ roleLogicalId: 'Role' })]);
  deliveries.take(event);
  await settled();
  expect(sent[0]?.from).toMatchObject({ roleLogicalId: 'Role' });
});

test('a replay goes to its own rules alone', async () => {
  const { deliveries, outcomes, settled } = worldOf([
    ruleWith(),
    ruleWith({}, { name: 'Others', arn: 'arn:rule/Others' }),
  ]);
  deliveries.take({ ...event, onlyRules: ['arn:rule/Others'] });
  await settled();
  expect(outcomes.map(({ ruleName }) => ruleName)).toEqual(['Others']);
});

test('an event from another bus goes to no third one', async () => {
  const { deliveries, sent, settled } = worldOf([ruleWith({ arn: 'arn:aws:events:us-east-1:0:event-bus/third' })]);
  deliveries.take({ ...event, forwarded: true });
  await settled();
  expect(sent).toEqual([]);
  deliveries.take(event);
  await settled();
  expect(sent).toHaveLength(1);
});

test('what a stop interrupts is still owed', async () => {
  const { deliveries, journal, settled } = worldOf([ruleWith()], [new DeliveryInterrupted('stopped')]);
  deliveries.take(event);
  await settled();
  await deliveries.stop();
  expect(journal.all.size).toBe(1);
});

test('cleared, nothing is owed, and the next event is delivered', async () => {
  const { deliveries, journal, sent, settled } = worldOf([ruleWith()], [new DeliveryInterrupted('stopped')]);
  deliveries.take(event);
  await deliveries.clear();
  expect(journal.all.size).toBe(0);
  deliveries.take(event);
  await settled();
  expect(sent).toHaveLength(2);
});
