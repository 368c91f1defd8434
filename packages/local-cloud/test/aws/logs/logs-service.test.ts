import { openLogStore } from '../../../src/aws/logs/log-store';
import { createLogsService } from '../../../src/aws/logs/logs-service';
import { deployTemplate } from '../../../src/template/deploy-template';
import { ask, needs } from '../../support/ask';
import { temporaryFolder } from '../../support/temporary-folder';

const newFolder = temporaryFolder();

function given() {
  const deployment = deployTemplate({ Resources: {} }, { endpoint: 'http://127.0.0.1:1' });
  const store = openLogStore(newFolder());
  for (const timestamp of [1, 2, 3]) store.append('group', { timestamp, stream: 's', message: `{"n":${timestamp}}` });
  const service = createLogsService(deployment, () => [{ name: 'group', retentionDays: 30 }, { name: 'other' }], store);
  const messages = async (input: object) => {
    const { events = [] } = await ask(service, 'logs', 'FilterLogEvents', { logGroupName: 'group', ...input });
    return (events as { message: string }[]).map(({ message }) => message);
  };
  return { messages, service, filter: (input: object) => ask(service, 'logs', 'FilterLogEvents', { ...input }) };
}

describe('FilterLogEvents', () => {
  it('gives what matches, with its time and stream', async () => {
    expect(await given().filter({ logGroupName: 'group', filterPattern: '{ $.n = 2 }' })).toEqual({
      events: [{ logStreamName: 's', timestamp: 2, ingestionTime: 2, message: '{"n":2}', eventId: '2-1' }],
      searchedLogStreams: [],
    });
  });

  it('gives what lies between two times, both included', async () => {
    expect(await given().messages({ startTime: 2, endTime: 3 })).toEqual(['{"n":2}', '{"n":3}']);
    expect(await given().messages({ endTime: 1 })).toEqual(['{"n":1}']);
  });

  it('gives pages', async () => {
    const { filter, messages } = given();
    const { nextToken } = await filter({ logGroupName: 'group', limit: 2 });
    expect(await messages({ limit: 2, nextToken })).toEqual(['{"n":3}']);
    expect((await filter({ logGroupName: 'group', limit: 2, nextToken })).nextToken).toBeUndefined();
  });

  it('knows a group by its ARN', async () => {
    const logGroupIdentifier = 'arn:aws:logs:us-east-1:000000000000:log-group:group:*';
    expect((await given().filter({ logGroupIdentifier })).events).toHaveLength(3);
  });

  it.each([
    ['an unknown group', { logGroupName: 'none' }, 'ResourceNotFoundException'],
    ['an unknown pattern', { logGroupName: 'group', filterPattern: '[a]' }, 'InvalidParameterException'],
    [
      'too long a pattern',
      { logGroupName: 'group', filterPattern: `"${'x'.repeat(1_023)}"` },
      'InvalidParameterException',
    ],
    ['an unknown parameter', { logGroupName: 'group', logStreamNames: ['s'] }, 'InvalidParameterException'],
    ['another list’s token', { logGroupName: 'group', nextToken: 'x' }, 'InvalidParameterException'],
  ])('refuses %s', async (_, input, error) => {
    expect(await given().filter(input)).toMatchObject({ error });
  });

  it('needs the permission on the group', () => {
    expect(needs(given().service, 'logs', 'FilterLogEvents', { logGroupName: 'group' })).toEqual([
      'logs:FilterLogEvents arn:aws:logs:us-east-1:000000000000:log-group:group:log-stream:',
    ]);
  });
});

describe('DescribeLogGroups', () => {
  const describeGroups = async (input: Readonly<Record<string, unknown>>) => {
    const { logGroups = [] } = await ask(given().service, 'logs', 'DescribeLogGroups', input);
    return logGroups;
  };

  it('gives the groups of a prefix, each with its retention', async () => {
    expect(await describeGroups({ logGroupNamePrefix: 'gr' })).toEqual([
      {
        logGroupName: 'group',
        arn: 'arn:aws:logs:us-east-1:000000000000:log-group:group:*',
        logGroupArn: 'arn:aws:logs:us-east-1:000000000000:log-group:group',
        retentionInDays: 30,
      },
    ]);
    expect(await describeGroups({})).toHaveLength(2);
  });

  it('has no retention of a group whose events never expire', async () => {
    const [other] = (await describeGroups({ logGroupNamePrefix: 'other' })) as readonly object[];
    expect(other).toHaveProperty('logGroupName', 'other');
    expect(other).not.toHaveProperty('retentionInDays');
  });

  it('refuses what it does not know, and needs the permission on every group', async () => {
    const asked = ask(given().service, 'logs', 'DescribeLogGroups', { logGroupClass: 'STANDARD' });
    expect(await asked).toMatchObject({ error: 'InvalidParameterException' });
    expect(needs(given().service, 'logs', 'DescribeLogGroups', { logGroupNamePrefix: 'group' })).toEqual([
      'logs:DescribeLogGroups arn:aws:logs:us-east-1:000000000000:log-group::log-stream:',
    ]);
  });
});
