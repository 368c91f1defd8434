import type { WarmUpCalls } from '../src/aws/server/warm-up-calls';
import type { InvocationResult } from '../src/lambda/invocation';
import { WarmUp, type WarmUpRequest } from '../src/warm-up';
import { lettingIn, readApi } from './gateway/api-template';

const request = (path: string): WarmUpRequest => ({
  method: 'POST',
  path,
  headers: { authorization: 'Basic x' },
  body: Buffer.from('body'),
});

/** A function that answers these statuses, one after another, and 200 then; it logs each request. */
function given(...statuses: readonly number[]) {
  const left = [...statuses];
  const told: string[] = [];
  const warmUp = new WarmUp('warm-up-1');
  const heard: boolean[] = [];
  const calls: WarmUpCalls = {
    id: 'warm-up-1',
    carryOut: () => undefined,
    begin: async () => void told.push('begin'),
    end: async () => void told.push('end'),
  };
  const invoke = async (_arn: string, event: string): Promise<InvocationResult> => {
    const { path, requestContext, multiValueHeaders } = JSON.parse(event);
    told.push(`${path} ${requestContext.requestId} ${multiValueHeaders.authorization}`);
    heard.push(warmUp.wrote('a line without an id'));
    heard.push(warmUp.wrote(`{"code":"Stored","requestId":"${requestContext.requestId}"}`));
    return { status: 'ok', payload: Buffer.from(JSON.stringify({ statusCode: left.shift() ?? 200 })) };
  };
  const pause = async (ms: number) => void told.push(`pause ${ms}`);
  const api = readApi({ methods: { 'POST /sms/mo': {}, 'POST /mms/mo': {} }, api: { Policy: lettingIn('192.0.2.1') } });
  const run = (...requests: readonly WarmUpRequest[]) => warmUp.run(requests, { calls, api, invoke, pause });
  return { run, told, heard, warmUp };
}

describe('a warm-up', () => {
  it('sends each request through the gateway, from an address that may call', async () => {
    const { run, told } = given();
    expect(await run(request('/sms/mo'), request('/mms/mo'))).toEqual([]);
    expect(told).toEqual(['begin', '/sms/mo warm-up-1-1 Basic x', '/mms/mo warm-up-1-2 Basic x', 'end']);
  });

  it('sends a request again until it is answered 200', async () => {
    const { run, told } = given(503, 503);
    expect(await run(request('/sms/mo'))).toEqual([]);
    expect(told.filter((one) => one.startsWith('/sms'))).toHaveLength(3);
    expect(told.filter((one) => one === 'pause 1100')).toHaveLength(2);
  });

  it('gives a request up after five tries, says so, and goes on', async () => {
    const { run, told } = given(503, 503, 503, 503, 503);
    const [error, ...others] = await run(request('/sms/mo'), request('/mms/mo'));
    expect(error?.message).toContain('POST /sms/mo was answered 503 while the functions warmed up');
    expect(others).toEqual([]);
    expect(told.slice(-2)).toEqual(['/mms/mo warm-up-1-6 Basic x', 'end']);
  });

  it('has every line of its time, and its own lines after it', async () => {
    const { run, heard, warmUp } = given();
    expect(warmUp.wrote('before')).toBe(false);
    await run(request('/sms/mo'));
    expect(heard).toEqual([true, true]);
    expect(warmUp.wrote('after')).toBe(false);
    expect(warmUp.wrote('{"requestId":"warm-up-1-1"}')).toBe(true);
  });
});
