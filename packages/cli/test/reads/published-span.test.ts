import { compileJsonPattern } from '../../../local-cloud/src/aws/logs/json-pattern';
import { readPublishedSpan } from '../../src/reads/published-span';
import { givenOps } from '../support/ops-context';

const at = (time: string) => Date.parse(`2026-05-06T${time}Z`);

/** A line that the consumer logs, when it has published a callback of that age. */
function published(publishedAt: string, receivedAt: string | undefined, detailType = 'MO Message') {
  const waited = receivedAt === undefined ? {} : { waitedMs: at(publishedAt) - at(receivedAt) };
  return { timestamp: at(publishedAt), message: JSON.stringify({ code: 'Published', detailType, ...waited }) };
}

/** The consumer's log of these lines, two on a page, as CloudWatch filters it. */
function given(lines: readonly { readonly timestamp: number; readonly message: string }[], retentionInDays = 30) {
  const { context, named } = givenOps({
    nowMs: at('15:00:00'),
    answers: {
      DescribeLogGroups: () => ({
        logGroups: [{ logGroupName: 'consumer' }, { logGroupName: 'log', retentionInDays }],
      }),
      FilterLogEvents: ({ startTime = 0, endTime = 0, filterPattern = '', nextToken = '0' }) => {
        const matches = compileJsonPattern(String(filterPattern));
        const found = lines.filter(
          ({ timestamp, message }) =>
            timestamp >= Number(startTime) && timestamp <= Number(endTime) && matches(message),
        );
        const end = Number(nextToken) + 2;
        return { events: found.slice(Number(nextToken), end), nextToken: end < found.length ? String(end) : undefined };
      },
    },
  });
  const read = (types?: readonly string[]) =>
    readPublishedSpan(context, { logGroupName: 'log', from: at('11:55:00'), to: at('12:05:00'), types });
  return { read, named };
}

describe('what was published in a span', () => {
  it('starts where the earliest of it was received: a callback of 10:00 that was published at 12:00', async () => {
    const { read } = given([published('11:59:00', '11:58:59.200'), published('12:00:00', '10:00:00.700')]);
    expect(await read()).toEqual({
      events: 2,
      extra: 0,
      receivedFrom: at('09:59:59'),
      undated: 0,
      logBeginsMs: undefined,
    });
  });

  it('starts early enough where Lambda dates the line later than the function wrote it, in another second', async () => {
    const { timestamp, message } = published('12:00:00', '10:00:00.999');
    const { read } = given([{ timestamp: timestamp + 5, message }]);
    expect((await read()).receivedFrom).toBeLessThanOrEqual(at('10:00:00'));
  });

  it('starts within the span where everything of it was received later', async () => {
    const { read } = given([published('12:00:00', '11:59:58.900'), published('12:01:00', '12:00:59')]);
    expect(await read()).toMatchObject({ events: 2, receivedFrom: at('11:59:57') });
  });

  it('starts early enough where the line was written in the second after', async () => {
    // Received at 10:00:00.999; measured at 12:00:00.000 and written 2 ms later.
    const line = { ...published('12:00:00', '10:00:00.999'), timestamp: at('12:00:00.002') };
    expect((await given([line]).read()).receivedFrom).toBeLessThanOrEqual(at('10:00:00'));
  });

  it('brings what was received at the same time and published before or after it', async () => {
    const { read } = given([
      published('09:30:00', '09:29:59'),
      published('10:30:00', '10:29:59'),
      published('11:00:00', '09:00:00'),
      published('12:00:00', '10:00:00'),
      published('12:05:30', '12:04:59'),
      published('12:05:40', '12:05:39'),
      published('14:00:00', '11:00:00'),
      published('14:00:01', '14:00:00'),
    ]);
    expect(await read()).toMatchObject({ events: 1, extra: 3, receivedFrom: at('09:59:59') });
  });

  it('is only what the rule matches', async () => {
    const { read } = given([
      published('12:00:00', '11:00:00'),
      published('12:00:01', '10:00:00', 'RBM Event'),
      published('11:30:00', '11:29:00', 'RBM Event'),
    ]);
    expect(await read(['MO Message'])).toMatchObject({ events: 1, extra: 0, receivedFrom: at('10:59:59') });
  });

  it('is nothing where nothing was published, and then no other log is read', async () => {
    const { read, named } = given([published('10:00:00', '09:59:59')]);
    expect(await read()).toMatchObject({ events: 0, extra: 0, logBeginsMs: undefined });
    expect(named('FilterLogEvents')).toHaveLength(1);
  });

  it('starts no later than the span where a line of an earlier version has no time of receipt', async () => {
    const { read } = given([published('12:00:00', undefined), published('12:01:00', '12:00:59')]);
    expect(await read()).toMatchObject({ events: 2, undated: 1, receivedFrom: at('11:55:00') });
  });

  it('starts no later than the span where the log has been deleted', async () => {
    const { read } = given([published('12:01:00', '12:00:59')], 0.125);
    expect(await read()).toMatchObject({ receivedFrom: at('11:55:00'), logBeginsMs: at('12:00:00') });
  });
});
