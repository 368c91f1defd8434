import type { AwsCall, Reply } from '../../src/aws/protocols/call';
import type { FaultMode } from '../../src/faults/fault';
import { type FaultScene, meetFault } from '../../src/faults/meet-fault';
import { callOf, jsonOf } from '../aws/calls';

const done: Reply = { status: 200, headers: {}, body: 'done' };

/** A scene whose happenings are recorded in their order. */
function scene(changes: Partial<FaultScene> = {}) {
  const happened: string[] = [];
  const struck: string[] = [];
  const it: FaultScene = {
    call: callOf('sqs', 'SendMessage'),
    carryOut: async (call: AwsCall) => {
      happened.push(`carried out ${call.action}`);
      return done;
    },
    callerLeft: new AbortController().signal,
    strike: () => struck.push('struck'),
    crash: () => happened.push('crashed'),
    stopped: new AbortController().signal,
    random: () => 0,
    ...changes,
  };
  return { it, happened, struck };
}

describe('a call that meets the fault', () => {
  it.each([
    ['error', 'sqs', 500, 'InternalFailure'],
    ['throttle', 'sqs', 403, 'RequestThrottled'],
    ['error', 'dynamodb', 500, 'InternalServerError'],
    ['throttle', 'dynamodb', 400, 'ProvisionedThroughputExceededException'],
    ['error', 'events', 500, 'InternalException'],
    ['throttle', 'events', 400, 'ThrottlingException'],
    ['error', 'secretsmanager', 500, 'InternalServiceError'],
    ['throttle', 'secretsmanager', 400, 'ThrottlingException'],
  ] as const)('%s of %s is not carried out and is answered %i %s', async (mode, service, status, code) => {
    const { it, happened } = scene({ call: callOf(service, 'Anything') });
    const reply = await meetFault({ service, mode }, it);
    expect(reply?.status).toBe(status);
    expect(reply && jsonOf(reply)).toMatchObject({ __type: expect.stringContaining(`#${code}`) });
    expect(happened).toEqual([]);
  });

  it.each([
    ['error', 500, 'InternalError'],
    ['throttle', 503, 'SlowDown'],
  ] as const)('%s of s3 is answered %i in XML', async (mode, status, code) => {
    const { it } = scene({ call: { ...callOf('s3', 'PutObject'), method: 'PUT' } });
    const reply = await meetFault({ service: 's3', mode }, it);
    expect(reply?.status).toBe(status);
    expect(reply?.body.toString()).toContain(`<Code>${code}</Code>`);
  });

  it('timeout is not carried out, and not answered before the caller leaves', async () => {
    const { it, happened } = scene({ callerLeft: AbortSignal.abort() });
    await expect(meetFault({ service: 'sqs', mode: 'timeout' }, it)).resolves.toBeUndefined();
    expect(happened).toEqual([]);
  });

  it.each<[FaultMode, string[], Reply | undefined]>([
    ['slow', ['carried out SendMessage'], done],
    ['late', ['carried out SendMessage'], done],
    ['crash-before', ['crashed'], undefined],
    ['crash-after', ['carried out SendMessage', 'crashed'], undefined],
  ])('%s: %j', async (mode, expected, answer) => {
    const { it, happened } = scene();
    await expect(meetFault({ service: 'sqs', mode, delayMs: 1 }, it)).resolves.toBe(answer);
    expect(happened).toEqual(expected);
  });

  it('timeout is cut off when the local cloud stops', async () => {
    const { it } = scene({ stopped: AbortSignal.abort() });
    await expect(meetFault({ service: 'sqs', mode: 'timeout' }, it)).resolves.toBeUndefined();
  });

  it.each(['slow', 'late'] as const)('%s does not outlive the local cloud', async (mode) => {
    const stopping = new AbortController();
    const { it } = scene({ stopped: stopping.signal });
    const waiting = meetFault({ service: 'sqs', mode, delayMs: 3_600_000 }, it);
    stopping.abort();
    await expect(waiting).rejects.toThrow(/abort/);
  });

  it('late is not carried out before its time', async () => {
    const stopping = new AbortController();
    const { it, happened } = scene({ stopped: stopping.signal });
    const waiting = meetFault({ service: 'sqs', mode: 'late', delayMs: 3_600_000 }, it);
    stopping.abort();
    await expect(waiting).rejects.toThrow();
    expect(happened).toEqual([]);
  });

  it('partial loses the entries that its rate hits', async () => {
    const draws = [0.9, 0.1];
    const call = callOf('sqs', 'SendMessageBatch', { Entries: [{ Id: 'a' }, { Id: 'b' }] });
    const carried: unknown[] = [];
    const { it } = scene({
      call,
      random: () => draws.shift() ?? 1,
      carryOut: async ({ input }) => {
        carried.push(input);
        return { ...done, body: '{}' };
      },
    });
    const reply = await meetFault({ service: 'sqs', mode: 'partial', rate: 0.5 }, it);
    expect(carried).toEqual([{ Entries: [{ Id: 'a' }] }]);
    expect(reply && jsonOf(reply).Failed).toMatchObject([{ Id: 'b' }]);
  });

  it('is struck once, whatever the fault', async () => {
    for (const mode of ['error', 'throttle', 'slow', 'late', 'crash-before', 'crash-after'] as const) {
      const { it, struck } = scene();
      await meetFault({ service: 'sqs', mode, delayMs: 1 }, it);
      expect([mode, struck.length]).toEqual([mode, 1]);
    }
  });

  it.each([
    ['both', [0.1, 0.1], 1],
    ['one', [0.9, 0.1], 1],
    ['none', [0.9, 0.9], 0],
  ])('partial strikes when %s of its entries fail', async (_name, draws, times) => {
    const left = [...draws];
    const call = callOf('sqs', 'SendMessageBatch', { Entries: [{ Id: 'a' }, { Id: 'b' }] });
    const carryOut = async (): Promise<Reply> => ({ ...done, body: '{}' });
    const { it, struck } = scene({ call, carryOut, random: () => left.shift() ?? 1 });
    await meetFault({ service: 'sqs', mode: 'partial', rate: 0.5 }, it);
    expect(struck).toHaveLength(times);
  });
});
