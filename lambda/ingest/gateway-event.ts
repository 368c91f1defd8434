import type { APIGatewayProxyEvent } from 'aws-lambda';

/**
 * The path without the stage. For our own routes it is the route itself, because the event's path begins with a custom
 * domain's base path.
 */
export function pathOf({ resource, path }: APIGatewayProxyEvent): string {
  return resource.includes('{') ? path : resource;
}

/** A header's first value. */
export function headerOf(event: APIGatewayProxyEvent, name: string): string | undefined {
  for (const [key, values] of Object.entries(event.multiValueHeaders ?? {})) {
    if (key.toLowerCase() === name) return values?.[0];
  }
  return undefined;
}

/** The exact bytes that were sent. */
export function bodyOf({ body, isBase64Encoded }: APIGatewayProxyEvent): Uint8Array {
  return Buffer.from(body ?? '', isBase64Encoded ? 'base64' : 'utf8');
}

/**
 * No white space, and nothing that a log, a terminal or a page could take for markup, or that would match any text in a
 * search (`*`).
 */
const usableId = /^[\w!#$%&+./:=?@^|~-]{1,128}$/;

/**
 * The `x-amzn-requestid` of the gateway's answer, for looking a callback up. A caller can choose it by sending that
 * header. An unusual one is replaced by the gateway's own id of the request, which it returns as `x-amz-apigw-id`
 * (https://docs.aws.amazon.com/apigateway/latest/developerguide/set-up-logging.html).
 */
export function requestIdOf(event: APIGatewayProxyEvent): string {
  const { requestId = '', extendedRequestId = '' } = event?.requestContext ?? {};
  return usableId.test(requestId) ? requestId : extendedRequestId;
}
