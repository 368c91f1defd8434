import { ResponseType, type RestApi } from 'aws-cdk-lib/aws-apigateway';

/**
 * Every 4XX that API Gateway answers by itself, but for the two that keep a meaning of their own. What is 5XX already
 * stays as it is: a changed status counts as `4XXError`, and Vibes retries a 500 and a 504 like a 503.
 */
const unavailable = [
  ResponseType.DEFAULT_4XX,
  ResponseType.BAD_REQUEST_BODY,
  ResponseType.BAD_REQUEST_PARAMETERS,
  ResponseType.EXPIRED_TOKEN,
  ResponseType.INVALID_API_KEY,
  ResponseType.INVALID_SIGNATURE,
  ResponseType.MISSING_AUTHENTICATION_TOKEN,
  ResponseType.QUOTA_EXCEEDED,
  ResponseType.REQUEST_TOO_LARGE,
  ResponseType.RESOURCE_NOT_FOUND,
  ResponseType.THROTTLED,
  ResponseType.UNSUPPORTED_MEDIA_TYPE,
  ResponseType.WAF_FILTERED,
];

/**
 * A 4XX is final for Platform events: Vibes never sends them again (wire contract §1). So what the gateway refuses by
 * itself is a 503; 403 stays for callers that the resource policy turns away, and the one 401 is a challenge.
 */
export function addGatewayResponses(api: RestApi): void {
  for (const type of unavailable) {
    api.addGatewayResponse(idOf(type), { type, statusCode: '503' });
  }
  // Named, since the status of DEFAULT_4XX is that of every type without one of its own. The gateway's own text tells
  // a stranger the account's last digits, the API and the stage.
  api.addGatewayResponse(idOf(ResponseType.ACCESS_DENIED), {
    type: ResponseType.ACCESS_DENIED,
    statusCode: '403',
    templates: { 'application/json': '{"message":"Forbidden"}' },
  });
  // Only the MO route's authorizer makes it. A Lambda proxy's own WWW-Authenticate would be renamed by the gateway.
  api.addGatewayResponse(idOf(ResponseType.UNAUTHORIZED), {
    type: ResponseType.UNAUTHORIZED,
    statusCode: '401',
    responseHeaders: { 'WWW-Authenticate': `'Basic realm="Vibes callbacks"'` },
  });
}

function idOf({ responseType }: ResponseType): string {
  return `Answer-${responseType}`;
}
