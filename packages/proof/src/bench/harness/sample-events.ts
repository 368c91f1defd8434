import type { APIGatewayProxyEvent } from 'aws-lambda';

/** A gateway event as ingest gets it, of a Platform callback unless said otherwise. */
export function gatewayEvent(body: Uint8Array, resource = '/platform', headers: Record<string, string> = {}): object {
  const all = {
    'Content-Type': 'application/json',
    'User-Agent': 'Java/17',
    Host: 'callbacks.example.com',
    ...headers,
  };
  return {
    httpMethod: 'POST',
    resource,
    path: resource,
    headers: all,
    multiValueHeaders: Object.fromEntries(Object.entries(all).map(([name, value]) => [name, [value]])),
    queryStringParameters: null,
    multiValueQueryStringParameters: null,
    pathParameters: null,
    stageVariables: null,
    body: Buffer.from(body).toString('base64'),
    isBase64Encoded: true,
    requestContext: {
      requestId: 'c6af9ac6-7b61-11e6-9a41-93e8deadbeef',
      extendedRequestId: 'DtKKHF4bIAMFzzA=',
      httpMethod: 'POST',
      path: `/callbacks${resource}`,
      stage: 'callbacks',
      resourcePath: resource,
      identity: { sourceIp: '35.155.139.143', clientCert: null, userAgent: 'Java/17' },
    } satisfies Partial<Record<keyof APIGatewayProxyEvent['requestContext'], unknown>>,
  };
}
