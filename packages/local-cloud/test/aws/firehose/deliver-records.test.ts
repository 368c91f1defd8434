import { createFirehose } from '../../../src/aws/firehose/deliver-records';

const stream = {
  name: 'calls',
  arn: 'arn:calls',
  bucket: 'logs',
  prefix: 'calls/',
  roleLogicalId: 'Role',
  bufferSeconds: 60,
  bufferBytes: 10,
};

function given(write: () => Promise<void> = async () => undefined) {
  const written: { readonly key: string; readonly body: string }[] = [];
  const errors: string[] = [];
  const firehose = createFirehose(() => [stream], {
    minuteMs: 60_000,
    now: () => new Date('2026-05-06T07:08:09Z'),
    write: async (_stream, key, body) => {
      written.push({ key, body });
      await write();
    },
    onError: (error) => errors.push(String(error)),
  });
  return { firehose, written, errors };
}

beforeEach(() => jest.useFakeTimers());
afterEach(() => jest.useRealTimers());

describe('Firehose', () => {
  it('delivers what came within its time as one object, named by the time', async () => {
    const { firehose, written } = given();
    firehose.put('arn:calls', 'a\n');
    jest.advanceTimersByTime(59_999);
    firehose.put('arn:calls', 'b\n');
    expect(written).toEqual([]);
    jest.advanceTimersByTime(1);
    const key = expect.stringMatching(/^calls\/2026\/05\/06\/07\/calls-1-2026-05-06-07-08-09-[\da-f-]{36}$/);
    expect(written).toEqual([{ key, body: 'a\nb\n' }]);
  });

  it('delivers at once what is enough', () => {
    const { firehose, written } = given();
    firehose.put('arn:calls', '0123456789');
    expect(written).toHaveLength(1);
    jest.advanceTimersByTime(60_000);
    expect(written).toHaveLength(1);
  });

  it('delivers the rest when the cloud stops, and nothing after a reset', async () => {
    const { firehose, written } = given();
    firehose.put('arn:calls', 'a');
    firehose.clear();
    await firehose.flush();
    expect(written).toEqual([]);
    firehose.put('arn:calls', 'b');
    await firehose.flush();
    expect(written).toMatchObject([{ body: 'b' }]);
  });

  it('reports what cannot be written, and a stream that is not there', async () => {
    const { firehose, errors } = given(() => Promise.reject(new Error('denied')));
    firehose.put('arn:calls', 'a');
    firehose.put('arn:other', 'a');
    await firehose.flush();
    expect(errors).toEqual(['Error: There is no Firehose stream arn:other in the stack.', 'Error: denied']);
  });
});
