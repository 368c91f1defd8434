import { ResponseType, type RestApi } from 'aws-cdk-lib/aws-apigateway';

/**
 * The 4XX answers that come from API Gateway itself, except the two that tell the caller something. Its 5XX stay as they
 * are: a changed status counts as `4XXError`, and Vibes retries a 500 or 504 like a 503.
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
 * itself gets a 503. A 403 is only for callers that the resource policy refuses, and the one 401 is a challenge.
 */
export function addGatewayResponses(api: RestApi): void {
  for (const type of unavailable) {
    api.addGatewayResponse(idOf(type), { type, statusCode: '503' });
  }
  // Set explicitly, because DEFAULT_4XX changes the status of every type that has none of its own. The gateway's own
  // text would tell a stranger the account's last digits, the API and the stage.
  api.addGatewayResponse(idOf(ResponseType.ACCESS_DENIED), {
    type: ResponseType.ACCESS_DENIED,
    statusCode: '403',
    templates: { 'application/json': '{"message":"Forbidden"}' },
  });
  // Only the MO route's authorizer causes it. The gateway would rename a WWW-Authenticate header that a Lambda proxy
  // returns.
  api.addGatewayResponse(idOf(ResponseType.UNAUTHORIZED), {
    type: ResponseType.UNAUTHORIZED,
    statusCode: '401',
    responseHeaders: { 'WWW-Authenticate': `'Basic realm="Vibes callbacks"'` },
  });
}

function idOf({ responseType }: ResponseType): string {
  return `Answer-${responseType}`;
}
