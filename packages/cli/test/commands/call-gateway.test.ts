import { callUrl, testInvoke } from '../../src/commands/call-gateway';
import { givenOps } from '../support/ops-context';

const call = { method: 'POST', path: '/sms/mo', headers: { authorization: 'Basic dmliZXM6cHc=' }, body: 'b' } as const;

describe('a test invocation', () => {
  const outputs = { RestApiId: 'api' };

  it('is answered with a status and a request id', async () => {
    const log = 'Execution log for request 7f-1\nWed: Starting execution';
    const { context, stack, named } = givenOps({ outputs, answers: { TestInvokeMethod: [{ status: 200, log }] } });
    expect(await testInvoke(context, stack, 'mo', call)).toEqual({ status: 200, requestId: '7f-1' });
    const { headers, body } = call;
    expect(named('TestInvokeMethod')).toEqual([
      { restApiId: 'api', resourceId: 'mo', httpMethod: 'POST', pathWithQueryString: '/sms/mo', headers, body },
    ]);
  });

  it('may be answered with nothing', async () => {
    const { context, stack } = givenOps({ outputs, answers: { TestInvokeMethod: [{}] } });
    expect(await testInvoke(context, stack, 'mo', call)).toEqual({ status: 0, requestId: null });
  });
});

test('a URL that does not answer is named, with the cause', async () => {
  const cause = new Error('getaddrinfo ENOTFOUND callbacks.example.com');
  const fetched = jest.spyOn(globalThis, 'fetch').mockRejectedValue(new TypeError('fetch failed', { cause }));
  await expect(callUrl('https://callbacks.example.com/sms/mo', call)).rejects.toMatchObject({
    code: 'unreachable',
    message: expect.stringMatching(/^Cannot reach https:\/\/callbacks\.example\.com \(getaddrinfo ENOTFOUND .*: check/),
  });
  fetched.mockRestore();
});

test('a URL is called from here', async () => {
  const fetched = jest
    .spyOn(globalThis, 'fetch')
    .mockResolvedValueOnce(new Response('', { status: 503, headers: { 'x-amzn-requestid': 'r' } }))
    .mockResolvedValueOnce(new Response('', { status: 403 }));
  const url = 'https://callbacks.example.com/sms/mo';
  expect(await callUrl(url, call)).toEqual({ status: 503, requestId: 'r' });
  expect(await callUrl(url, call)).toEqual({ status: 403, requestId: null });
  const { method, headers, body } = call;
  expect(fetched).toHaveBeenCalledWith(url, expect.objectContaining({ method, headers, body }));
  fetched.mockRestore();
});
