import { refusedCallers } from '../../../src/commands/doctor/callers-check';
import { givenOps } from '../../support/ops-context';

const nowMs = Date.parse('2026-05-06T07:30:00Z');
const line = (sourceIp: string, status: number, minutesAgo: number) =>
  JSON.stringify({ time: String(nowMs - minutesAgo * 60_000), requestId: 'e', sourceIp, status: String(status) });

/** A bucket with these objects of access logs, by key. */
function given(objects: Readonly<Record<string, string>>, accessLogSettings?: object, previous?: object) {
  const { context, stack, named } = givenOps({
    nowMs,
    outputs: {
      ...{ RestApiId: 'api', ApiStageName: 'callbacks', BucketName: 'bucket' },
      ...(previous && { PreviousApiStageName: 'before' }),
    },
    answers: {
      GetStage: ({ stageName }) => (stageName === 'before' ? previous : { accessLogSettings }),
      ListObjectsV2: ({ Prefix }) => ({
        Contents: Object.keys(objects)
          .filter((key) => key.startsWith(String(Prefix)))
          .map((Key) => ({ Key, Size: 1, LastModified: new Date(nowMs - 1000) })),
      }),
      GetObject: ({ Key }) => ({
        Body: { transformToByteArray: async () => Buffer.from(objects[String(Key)] ?? '') },
      }),
    },
  });
  return { look: () => refusedCallers.look(context, stack), named };
}

const on = { destinationArn: 'arn' };

it('is not known without access logs, and nothing is read', async () => {
  const { look, named } = given({});
  expect(await look()).toEqual({ status: 'ok', detail: 'not known, because access logs are off (setting accessLogs)' });
  expect(named('ListObjectsV2')).toEqual([]);
});

it('names who got a 403 in the last hour, the busiest first, whether lines end or not', async () => {
  const { look } = given(
    {
      'access-logs/2026/05/06/07/a': [line('198.51.100.7', 403, 2), line('203.0.113.1', 200, 2)].join('\n'),
      'access-logs/2026/05/06/06/b': `${line('198.51.100.8', 403, 40)}${line('198.51.100.7', 403, 50)}${line('198.51.100.9', 403, 70)}`,
    },
    on,
  );
  expect(await look()).toEqual({
    status: 'warn',
    detail:
      '403 in the last hour: 198.51.100.7 (2 times, last 2026-05-06T07:28:00.000Z), 198.51.100.8 (1 time, last 2026-05-06T06:50:00.000Z).',
    fix: expect.stringMatching(/^ask Vibes whether it calls from there; only then .*extraAddresses=/),
  });
});

it('names five of many', async () => {
  const lines = Array.from({ length: 7 }, (_, index) => line(`198.51.100.${index}`, 403, 1)).join('\n');
  const { detail } = await given({ 'access-logs/2026/05/06/07/a': lines }, on).look();
  expect(detail).toMatch(/198\.51\.100\.4 \([^)]*\) and 2 more\.$/);
});

it('is fine if no caller was refused, and ignores damaged lines', async () => {
  const { look } = given({ 'access-logs/2026/05/06/07/a': `${line('203.0.113.1', 200, 2)}\n{"sourceIp":` }, on);
  expect(await look()).toEqual({
    status: 'ok',
    detail: 'of 1 logged call in the last hour, none got a 403.',
  });
});

it('looks at both stages that Vibes calls', async () => {
  const objects = { 'access-logs/2026/05/06/07/a': line('198.51.100.7', 403, 2) };
  const refused = /^403 in the last hour: 198\.51\.100\.7 \(.*\)\./;
  expect((await given(objects, on, { accessLogSettings: on }).look()).detail).toMatch(RegExp(`${refused.source}$`));
  expect((await given(objects, undefined, { accessLogSettings: on }).look()).detail).toMatch(
    RegExp(`${refused.source} The stage callbacks has no access logs\\.$`),
  );
  expect((await given(objects, on, {}).look()).detail).toMatch(/ The stage before has no access logs\.$/);
});
