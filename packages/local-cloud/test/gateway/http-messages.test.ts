import { IncomingMessage, ServerResponse } from 'node:http';
import { Socket } from 'node:net';
import type { GatewayAnswer } from '../../src/gateway/gateway-answer';
import { maxBodyBytes } from '../../src/gateway/gateway-request';
import { answerText, newRequestIds, readBody, writeAnswer } from '../../src/gateway/http-messages';

function given(headers: Readonly<Record<string, string>> = {}) {
  const request = Object.assign(new IncomingMessage(new Socket()), { headers });
  const response = new ServerResponse(request);
  const continued = jest.spyOn(response, 'writeContinue').mockImplementation(() => undefined);
  return { request, response, continued };
}

describe('a body', () => {
  it('is read whole, in however many pieces it comes', async () => {
    const { request, response } = given();
    const body = readBody(request, response);
    request.push('one ');
    request.push('two');
    request.push(null);
    expect(await body).toEqual(Buffer.from('one two'));
  });

  it('may be empty', async () => {
    const { request, response } = given();
    request.push(null);
    expect(await readBody(request, response)).toEqual(Buffer.alloc(0));
  });

  it('of a sender that went away is undefined', async () => {
    const { request, response } = given();
    const body = readBody(request, response);
    request.push('half of');
    request.destroy();
    expect(await body).toBeUndefined();
  });

  it('past the limit is kept no further, so that its size is known and no more', async () => {
    const { request, response } = given();
    const body = readBody(request, response);
    for (let mib = 0; mib < 15; mib += 1) request.push(Buffer.alloc(1024 * 1024));
    request.push(null);
    const { length = 0 } = (await body) ?? {};
    expect(length).toBeGreaterThan(maxBodyBytes);
    expect(length).toBeLessThanOrEqual(maxBodyBytes + 1024 * 1024);
  });

  it('that waits to be asked for is asked for, unless it is announced as too large', async () => {
    const small = given({ expect: '100-Continue', 'content-length': '3' });
    small.request.push('abc');
    small.request.push(null);
    expect(await readBody(small.request, small.response)).toEqual(Buffer.from('abc'));
    expect(small.continued).toHaveBeenCalledTimes(1);
    const large = given({ expect: '100-continue', 'content-length': String(maxBodyBytes + 1) });
    expect(await readBody(large.request, large.response)).toHaveLength(maxBodyBytes + 1);
    expect(large.continued).not.toHaveBeenCalled();
  });
});

describe('the ids of a request', () => {
  it('are new each time', () => {
    const [one, other] = [newRequestIds(), newRequestIds()];
    expect(one.requestId).toMatch(/^[0-9a-f-]{36}$/);
    expect(one.extendedRequestId).toMatch(/^[A-Za-z0-9+/]{15}=$/);
    expect([one.requestId, one.extendedRequestId]).not.toEqual([other.requestId, other.extendedRequestId]);
  });

  it.each(['mine', 'a'.repeat(128)])('are the caller’s where it chose one: %s', (chosen) => {
    expect(newRequestIds(chosen).requestId).toBe(chosen);
  });

  it.each([[''], ['two words'], ['a'.repeat(129)], ['ü'], [['a', 'b']]])('are not the caller’s %j', (chosen) => {
    expect(newRequestIds(chosen).requestId).toMatch(/^[0-9a-f-]{36}$/);
  });
});

const ids = { requestId: 'r', extendedRequestId: 'x=' };
const answer: GatewayAnswer = {
  status: 201,
  headers: [
    ['x-two', 'a'],
    ['x-two', 'b'],
  ],
  body: Buffer.from('täxt'),
};

describe('an answer', () => {
  const written = (method?: string, what = answer) => {
    const { response } = given();
    const head = jest.spyOn(response, 'writeHead');
    const end = jest.spyOn(response, 'end');
    writeAnswer(response, ids, what, method);
    return { head, headers: response.getHeaders(), body: end.mock.calls[0]?.[0] };
  };

  it('has its headers, also twice, the two ids and its length in bytes', () => {
    const { head, headers, body } = written();
    expect(head).toHaveBeenCalledWith(201);
    expect(headers).toEqual({
      'x-two': ['a', 'b'],
      'x-amzn-requestid': 'r',
      'x-amz-apigw-id': 'x=',
      'content-length': 5,
    });
    expect(body).toEqual(answer.body);
  });

  it('to HEAD has the length and no body', () => {
    expect(written('HEAD')).toMatchObject({ headers: { 'content-length': 5 }, body: undefined });
  });

  it('is text for a connection on which no request could be read', () => {
    expect(answerText('r', answer)).toBe(
      'HTTP/1.1 201 \r\nx-amzn-RequestId: r\r\nconnection: close\r\nx-two: a\r\nx-two: b\r\ncontent-length: 5\r\n\r\ntäxt',
    );
  });
});
