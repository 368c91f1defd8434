import { openOwnRules } from '../../../../src/aws/events/rules/own-rules';
import { readOwnRule } from '../../../../src/aws/events/rules/read-rules';
import { createAuthorizer } from '../../../../src/aws/iam/authorizer';
import { compilePolicy } from '../../../../src/aws/iam/statement';
import { temporaryFolder } from '../../../support/temporary-folder';
import { callOf } from '../../calls';
import { arn, given } from './given';

const newFolder = temporaryFolder();
const bus = 'callbacks';
const pattern = '{"source":["vibes.callbacks"]}';
const rule = { Name: 'watch', EventBusName: bus, EventPattern: pattern };
const queue = { Id: 'q', Arn: 'arn:aws:sqs:us-east-1:000000000000:watch' };
const targets = { Rule: 'watch', EventBusName: bus, Targets: [queue] };

describe('a rule that the API makes', () => {
  it('is listed with the others, described, tagged, and run', async () => {
    const { ask, ownRules, deployment } = given();
    const made = await ask('PutRule', { ...rule, Description: 'd', Tags: [{ Key: 'until', Value: '2026' }] });
    expect(made).toEqual({ RuleArn: arn('rule/callbacks/watch') });
    expect(await ask('PutTargets', targets)).toEqual({ FailedEntryCount: 0, FailedEntries: [] });
    const { Rules } = await ask('ListRules', { EventBusName: bus, NamePrefix: 'wa' });
    expect(Rules).toEqual([
      {
        Name: 'watch',
        Arn: arn('rule/callbacks/watch'),
        EventPattern: pattern,
        State: 'ENABLED',
        Description: 'd',
        EventBusName: bus,
      },
    ]);
    expect(await ask('ListTargetsByRule', { Rule: 'watch', EventBusName: bus })).toEqual({ Targets: [queue] });
    const tagged = { ResourceARN: arn('rule/callbacks/watch') };
    expect(await ask('ListTagsForResource', tagged)).toEqual({ Tags: [{ Key: 'until', Value: '2026' }] });
    await ask('TagResource', { ...tagged, Tags: [{ Key: 'more', Value: '1' }] });
    await ask('UntagResource', { ...tagged, TagKeys: ['until'] });
    expect(await ask('ListTagsForResource', tagged)).toEqual({ Tags: [{ Key: 'more', Value: '1' }] });
    const run = ownRules.list().flatMap((one) => readOwnRule(one, deployment).rules);
    expect(run).toMatchObject([{ name: 'watch', busArn: arn('event-bus/callbacks'), targets: [{ arn: queue.Arn }] }]);
  });

  it('keeps its targets and tags when it is put again, and nothing else', async () => {
    const { ask, ownRules } = given();
    await ask('PutRule', { ...rule, Description: 'd', Tags: [{ Key: 'a', Value: 'b' }] });
    await ask('PutTargets', targets);
    await ask('PutRule', { ...rule, EventPattern: '{"source":["x"]}', Tags: [{ Key: 'c', Value: 'd' }] });
    expect(ownRules.list()).toEqual([
      {
        name: 'watch',
        bus,
        arn: arn('rule/callbacks/watch'),
        pattern: '{"source":["x"]}',
        state: 'ENABLED',
        targets: [queue],
        tags: { a: 'b' },
      },
    ]);
  });

  it('is deleted once it has no targets, and again without an error', async () => {
    const { ask, ownRules } = given();
    await ask('PutRule', rule);
    await ask('PutTargets', targets);
    const named = { Name: 'watch', EventBusName: bus };
    expect(await ask('DeleteRule', named)).toMatchObject({
      error: 'ValidationException',
      message: "Rule can't be deleted since it has targets.",
    });
    await ask('RemoveTargets', { Rule: 'watch', EventBusName: bus, Ids: ['q'] });
    expect(await ask('DeleteRule', named)).toEqual({});
    expect(await ask('DeleteRule', named)).toEqual({});
    expect(ownRules.list()).toEqual([]);
  });

  it('is there after a restart', () => {
    const path = `${newFolder()}/rules.json`;
    const one = { name: 'a', bus, arn: 'arn:a', pattern, state: 'ENABLED', targets: [], tags: {} };
    openOwnRules(path).put(one);
    expect(openOwnRules(path).list()).toEqual([one]);
  });
});

it('asks for permission on the rule, and to tag it', () => {
  const { needs } = given();
  const own = arn('rule/callbacks/watch');
  expect(needs('PutRule', rule)).toEqual([`events:PutRule ${own}`]);
  expect(needs('PutRule', { ...rule, Tags: [{ Key: 'a', Value: 'b' }] })).toEqual([
    `events:PutRule ${own}`,
    `events:TagResource ${own}`,
  ]);
  expect(needs('PutRule', { Name: 'watch', EventPattern: pattern })).toEqual([`events:PutRule ${arn('rule/watch')}`]);
  expect(needs('PutTargets', targets)).toEqual([`events:PutTargets ${own}`]);
  expect(needs('DeleteRule', { Name: 'watch', EventBusName: bus })).toEqual([`events:DeleteRule ${own}`]);
  expect(needs('ListTagsForResource', { ResourceARN: own })).toEqual([`events:ListTagsForResource ${own}`]);
});

it('a policy can limit the targets of a rule', () => {
  const { service, deployment } = given();
  const { deniedByPolicy } = createAuthorizer(deployment);
  const Condition = {
    'ForAllValues:ArnLike': { 'events:TargetArn': 'arn:*:sqs:*:*:watch*' },
    Null: { 'events:TargetArn': 'false' },
  };
  const statements = compilePolicy(
    { Statement: { Effect: 'Allow', Action: 'events:PutTargets', Resource: '*', Condition } },
    'the policy',
  );
  const isDenied = (...Targets: readonly unknown[]) => {
    const requirements = service.requirements(callOf('events', 'PutTargets', { ...targets, Targets }));
    return deniedByPolicy({ arn: 'arn:me', statements }, requirements) !== undefined;
  };
  expect(isDenied(queue)).toBe(false);
  expect(isDenied(queue, { ...queue, Arn: 'arn:aws:sqs:us-east-1:000000000000:other' })).toBe(true);
  expect(isDenied()).toBe(true);
});

it.each([
  ['PutRule', { ...rule, Name: 'a b' }, 'ValidationException'],
  ['PutRule', { ...rule, Name: 'a'.repeat(65) }, 'ValidationException'],
  ['PutRule', { ...rule, EventPattern: undefined }, 'ValidationException'],
  ['PutRule', { ...rule, ScheduleExpression: 'rate(1 minute)' }, 'ValidationException'],
  ['PutRule', { ...rule, State: 'ON' }, 'ValidationException'],
  ['PutRule', { ...rule, EventPattern: '{"source":"x"}' }, 'InvalidEventPatternException'],
  ['PutRule', { ...rule, EventPattern: 'no JSON' }, 'InvalidEventPatternException'],
  ['PutRule', { ...rule, EventBusName: 'other' }, 'ResourceNotFoundException'],
  ['PutRule', { ...rule, Tags: [{ Key: 'aws:x', Value: '' }] }, 'ValidationException'],
  ['PutRule', { ...rule, Name: 'orders' }, 'ValidationException'],
  ['PutTargets', { ...targets, Rule: 'absent' }, 'ResourceNotFoundException'],
  ['PutTargets', { ...targets, Targets: [] }, 'ValidationException'],
  ['PutTargets', { ...targets, Targets: [{ ...queue, Id: '' }] }, 'ValidationException'],
  ['PutTargets', { ...targets, Targets: [{ ...queue, Arn: 'watch' }] }, 'ValidationException'],
  ['PutTargets', { ...targets, Targets: [{ ...queue, InputPath: 'detail' }] }, 'ValidationException'],
  [
    'PutTargets',
    { ...targets, Targets: [{ ...queue, RetryPolicy: { MaximumRetryAttempts: 186 } }] },
    'ValidationException',
  ],
  [
    'PutTargets',
    { ...targets, Targets: [1, 2, 3, 4, 5, 6].map((n) => ({ ...queue, Id: `q${n}` })) },
    'LimitExceededException',
  ],
  ['PutTargets', { ...targets, Rule: 'orders' }, 'ValidationException'],
  ['RemoveTargets', { Rule: 'absent', EventBusName: bus, Ids: ['q'] }, 'ResourceNotFoundException'],
  ['DeleteRule', { Name: 'orders', EventBusName: bus }, 'ValidationException'],
  ['DeleteRule', { Name: 'watch', EventBusName: 'other' }, 'ResourceNotFoundException'],
  ['TagResource', { ResourceARN: 'arn:aws:events:x', Tags: [] }, 'ResourceNotFoundException'],
])('%s refuses %j', async (action, input, error) => {
  const { ask, ownRules } = given();
  await ask('PutRule', rule);
  const before = ownRules.list();
  expect(await ask(action, input)).toMatchObject({ error });
  expect(ownRules.list()).toEqual(before);
});
