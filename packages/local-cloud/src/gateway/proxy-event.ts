import { randomBytes, type X509Certificate } from 'node:crypto';
import type { Method, RestApi } from './api-model';
import type { GatewayRequest } from './gateway-request';
import type { Match } from './match-resource';

/** Headers that end at the gateway, and those that only the local cloud knows. */
const dropped = new Set([
  'connection',
  'content-length',
  'expect',
  'host',
  'keep-alive',
  'proxy-connection',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
  'x-local-client-certificate',
  'x-local-source-ip',
]);

type Multi = Record<string, string[]>;

/** What an event says about the resource that was called. */
export type CalledResource = Pick<Method, 'resourceId' | 'resourcePath'>;

/** The event that a Lambda proxy integration of a REST API hands to its function (payload version 1.0), as JSON. */
export function proxyEvent(
  api: RestApi,
  method: CalledResource,
  match: Pick<Match, 'parameters'>,
  request: GatewayRequest,
  now: Date,
  authorizer?: Readonly<Record<string, unknown>>,
): string {
  const headers = readHeaders(api, request);
  const query = readQuery(request.query);
  const hasParameters = Object.keys(match.parameters).length > 0;
  const { body } = request;
  const binary = body.length > 0 && api.isBinary(last(headers, 'content-type') ?? 'application/json');
  return JSON.stringify({
    resource: method.resourcePath,
    path: request.path,
    httpMethod: request.method,
    headers: lastOfEach(headers),
    multiValueHeaders: headers,
    queryStringParameters: query === null ? null : lastOfEach(query),
    multiValueQueryStringParameters: query,
    pathParameters: hasParameters ? match.parameters : null,
    stageVariables: null,
    requestContext: {
      ...requestContext(api, method, request, now, last(headers, 'user-agent')),
      ...(authorizer && { authorizer }),
    },
    body: body.length === 0 ? null : body.toString(binary ? 'base64' : 'utf8'),
    isBase64Encoded: binary,
  });
}

function requestContext(api: RestApi, method: CalledResource, request: GatewayRequest, now: Date, userAgent?: string) {
  const { stageName = api.stageName } = request;
  return {
    resourceId: method.resourceId,
    resourcePath: method.resourcePath,
    httpMethod: request.method,
    extendedRequestId: request.extendedRequestId,
    requestTime: clfTime(now),
    path: byOwnDomain(api, request) ? `/${stageName}${request.path}` : request.path,
    accountId: api.accountId,
    protocol: 'HTTP/1.1',
    stage: stageName,
    domainPrefix: api.id,
    requestTimeEpoch: now.getTime(),
    requestId: request.requestId,
    identity: identity(request, userAgent),
    domainName: domainName(api, request),
    deploymentId: api.deploymentId,
    apiId: api.id,
  };
}

function identity({ sourceIp, certificate }: GatewayRequest, userAgent = '') {
  return {
    cognitoIdentityPoolId: null,
    accountId: null,
    cognitoIdentityId: null,
    caller: null,
    sourceIp,
    principalOrgId: null,
    accessKey: null,
    cognitoAuthenticationType: null,
    cognitoAuthenticationProvider: null,
    userArn: null,
    userAgent,
    user: null,
    ...(certificate === undefined ? {} : { clientCert: clientCert(certificate) }),
  };
}

function clientCert(certificate: X509Certificate) {
  const { subject, issuer, serialNumber, validFrom, validTo } = certificate;
  return {
    clientCertPem: certificate.toString(),
    subjectDN: subject.replaceAll('\n', ','),
    issuerDN: issuer.replaceAll('\n', ','),
    serialNumber,
    validity: { notBefore: validFrom, notAfter: validTo },
  };
}

/** If both domains are open, the presence of a certificate shows which one was called. */
function byOwnDomain({ customDomain, ownEndpoint }: RestApi, { certificate }: GatewayRequest): boolean {
  return customDomain === undefined || (customDomain.mutualTls && ownEndpoint && certificate === undefined);
}

function readHeaders(api: RestApi, request: GatewayRequest): Multi {
  const { rawHeaders, sourceIp } = request;
  const headers: Multi = {};
  for (let index = 0; index + 1 < rawHeaders.length; index += 2) {
    const name = rawHeaders[index] ?? '';
    if (!dropped.has(name.toLowerCase())) append(headers, name, rawHeaders[index + 1] ?? '');
  }
  append(headers, 'Host', domainName(api, request));
  append(headers, 'X-Amzn-Trace-Id', newTraceId());
  append(headers, 'X-Forwarded-For', sourceIp);
  append(headers, 'X-Forwarded-Port', '443');
  append(headers, 'X-Forwarded-Proto', 'https');
  return headers;
}

function append(multi: Multi, name: string, value: string): void {
  // A header may be called __proto__.
  if (Object.hasOwn(multi, name)) multi[name]?.push(value);
  else Object.defineProperty(multi, name, { value: [value], enumerable: true, configurable: true, writable: true });
}

/** Query parameters reach the function decoded (paths do not). */
function readQuery(query: string): Multi | null {
  const values: Multi = {};
  for (const [name, value] of new URLSearchParams(query)) append(values, name, value);
  return Object.keys(values).length === 0 ? null : values;
}

function lastOfEach(multi: Multi): Record<string, string> {
  return Object.fromEntries(Object.entries(multi).map(([name, values]) => [name, values.at(-1) ?? '']));
}

function last(headers: Multi, lowerCaseName: string): string | undefined {
  return Object.entries(headers)
    .findLast(([name]) => name.toLowerCase() === lowerCaseName)?.[1]
    .at(-1);
}

function domainName(api: RestApi, request: GatewayRequest): string {
  const { id, region, customDomain } = api;
  if (customDomain !== undefined && !byOwnDomain(api, request)) return customDomain.name;
  return `${id}.execute-api.${region}.amazonaws.com`;
}

function newTraceId(): string {
  const hex = randomBytes(16).toString('hex');
  return `Root=1-${hex.slice(0, 8)}-${hex.slice(8)}`;
}

const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** `09/Apr/2015:12:34:56 +0000` */
function clfTime(now: Date): string {
  const day = String(now.getUTCDate()).padStart(2, '0');
  return `${day}/${months[now.getUTCMonth()]}/${now.getUTCFullYear()}:${now.toISOString().slice(11, 19)} +0000`;
}
