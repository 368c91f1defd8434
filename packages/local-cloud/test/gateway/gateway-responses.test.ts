import { defaultStatus, readGatewayResponses } from '../../src/gateway/gateway-responses';
import { deployTemplate } from '../../src/template/deploy-template';
import { apiTemplate } from './api-template';

type Properties = Record<string, unknown>;

/** The responses of an API whose template customises these types. */
function responsesOf(customised: Readonly<Record<string, Properties>>) {
  const more = Object.fromEntries(
    Object.entries(customised).map(([type, properties], index) => [
      `Response${index}`,
      {
        Type: 'AWS::ApiGateway::GatewayResponse',
        Properties: { RestApiId: { Ref: 'Api' }, ResponseType: type, ...properties },
      },
    ]),
  );
  const deployment = deployTemplate(apiTemplate({ more }), { endpoint: 'http://127.0.0.1:1' });
  return readGatewayResponses(deployment.resource('Api'), deployment);
}

describe('gateway responses', () => {
  it.each(Object.entries(defaultStatus))('answer %s by %d where the template says nothing', (type, status) => {
    const answer = responsesOf({}).render(type as keyof typeof defaultStatus, 'Say "no"', 'request-1');
    expect(answer).toMatchObject({ status, isChanged: false, headers: [['content-type', 'application/json']] });
    expect(JSON.parse(answer.body.toString())).toEqual({ message: 'Say "no"' });
  });

  it('have the status, the headers and the text of the template', () => {
    const responses = responsesOf({
      BAD_REQUEST_PARAMETERS: {
        StatusCode: '401',
        ResponseParameters: { 'gatewayresponse.header.WWW-Authenticate': `'Basic realm="it''s"'` },
        ResponseTemplates: { 'text/plain': '$context.error.message $context.error.responseType $context.requestId' },
      },
    });
    const answer = responses.render('BAD_REQUEST_PARAMETERS', 'missing', 'request-1');
    expect(answer).toMatchObject({ status: 401, isChanged: true });
    expect(answer.headers).toEqual([
      ['content-type', 'text/plain'],
      ['WWW-Authenticate', `Basic realm="it''s"`],
    ]);
    expect(answer.body.toString()).toBe('missing BAD_REQUEST_PARAMETERS request-1');
  });

  it('fall back on the default of their class, and on no other', () => {
    const responses = responsesOf({ DEFAULT_4XX: { StatusCode: '503' } });
    expect(responses.render('THROTTLED', 'm', 'r').status).toBe(503);
    expect(responses.render('INTEGRATION_TIMEOUT', 'm', 'r').status).toBe(504);
  });

  it('have the status of that default too where their own has none', () => {
    const responses = responsesOf({ DEFAULT_4XX: { StatusCode: '503' }, THROTTLED: {} });
    expect(responses.render('THROTTLED', 'm', 'r').status).toBe(503);
  });

  it("have the status that the case has, where the template has none: a function's error is a 502", () => {
    expect(responsesOf({}).render('INTEGRATION_FAILURE', 'm', 'r', 502)).toMatchObject({
      status: 502,
      isChanged: false,
    });
  });

  it('are not those of another API', () => {
    const responses = responsesOf({ THROTTLED: { RestApiId: 'another', StatusCode: '503' } });
    expect(responses.render('THROTTLED', 'm', 'r').status).toBe(429);
  });

  it.each([
    ['an unknown type', { NO_SUCH_TYPE: {} }, /NO_SUCH_TYPE/],
    ['an unknown property', { THROTTLED: { Colour: 'red' } }, /Colour/],
    [
      'a header that is mapped from the request',
      { THROTTLED: { ResponseParameters: { 'gatewayresponse.header.X': 'method.request.header.X' } } },
      /the mapping gatewayresponse.header.X/,
    ],
    [
      'a variable that is not filled in here',
      { THROTTLED: { ResponseTemplates: { 'text/plain': '$context.identity.sourceIp' } } },
      /the template/,
    ],
  ])('refuse %s', (_what, customised, message) => {
    expect(() => responsesOf(customised)).toThrow(message);
  });

  it('take types that nothing here can cause', () => {
    expect(() => responsesOf({ WAF_FILTERED: { StatusCode: '503' } })).not.toThrow();
  });
});
