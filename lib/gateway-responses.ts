import { ResponseType, type RestApi } from 'aws-cdk-lib/aws-apigateway';

/** Every answer that API Gateway makes by itself, but for the two that keep a meaning of their own. */
const unavailable = [
  ResponseType.DEFAULT_4XX,
  ResponseType.DEFAULT_5XX,
  ResponseType.API_CONFIGURATION_ERROR,
  ResponseType.AUTHORIZER_CONFIGURATION_ERROR,
  ResponseType.AUTHORIZER_FAILURE,
  ResponseType.BAD_REQUEST_BODY,
  ResponseType.EXPIRED_TOKEN,
  ResponseType.INTEGRATION_FAILURE,
  ResponseType.INTEGRATION_TIMEOUT,
  ResponseType.INVALID_API_KEY,
  ResponseType.INVALID_SIGNATURE,
  ResponseType.MISSING_AUTHENTICATION_TOKEN,
  ResponseType.QUOTA_EXCEEDED,
  ResponseType.REQUEST_TOO_LARGE,
  ResponseType.RESOURCE_NOT_FOUND,
  ResponseType.THROTTLED,
  ResponseType.UNAUTHORIZED,
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
  // Only the MO route's validator makes it. A Lambda proxy's own WWW-Authenticate would be renamed by the gateway.
  api.addGatewayResponse(idOf(ResponseType.BAD_REQUEST_PARAMETERS), {
    type: ResponseType.BAD_REQUEST_PARAMETERS,
    statusCode: '401',
    responseHeaders: { 'WWW-Authenticate': `'Basic realm="Vibes callbacks"'` },
  });
}

function idOf({ responseType }: ResponseType): string {
  return `Answer-${responseType}`;
}
