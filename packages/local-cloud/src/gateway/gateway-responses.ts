import type { Deployment, LocalResource } from '../template/deployment';
import { asRecord, optionalText, refuse, refuseUnknown, textOf } from '../template/properties';
import type { GatewayAnswer } from './gateway-answer';

/** API Gateway's own answers, each with its default status. */
export const defaultStatus = {
  ACCESS_DENIED: 403,
  API_CONFIGURATION_ERROR: 500,
  AUTHORIZER_CONFIGURATION_ERROR: 500,
  BAD_REQUEST_PARAMETERS: 400,
  INTEGRATION_FAILURE: 504,
  INTEGRATION_TIMEOUT: 504,
  MISSING_AUTHENTICATION_TOKEN: 403,
  REQUEST_TOO_LARGE: 413,
  THROTTLED: 429,
  UNAUTHORIZED: 401,
} as const;

export type GatewayResponseType = keyof typeof defaultStatus;

/**
 * Types that the template may customize but nothing here can cause: an authorizer that never denies, no API key, no
 * WAF, no model.
 */
const neverCaused = [
  'AUTHORIZER_FAILURE',
  'BAD_REQUEST_BODY',
  'EXPIRED_TOKEN',
  'INVALID_API_KEY',
  'INVALID_SIGNATURE',
  'QUOTA_EXCEEDED',
  'RESOURCE_NOT_FOUND',
  'UNSUPPORTED_MEDIA_TYPE',
  'WAF_FILTERED',
];

export interface GatewayResponses {
  /**
   * @param status what the service would answer when nothing is customized; its own default where absent (a function's
   * error is a 502 of type INTEGRATION_FAILURE)
   */
  render(type: GatewayResponseType, message: string, requestId: string, status?: number): GatewayAnswer;
}

interface Customised {
  readonly status: number | undefined;
  readonly headers: Readonly<Record<string, string>>;
  readonly contentType: string;
  readonly template: string;
}

const plain: Customised = {
  status: undefined,
  headers: {},
  contentType: 'application/json',
  template: '{"message":$context.error.messageString}',
};

/** @throws LocalCloudError for a mapping or a template variable that is not known here */
export function readGatewayResponses(api: LocalResource, deployment: Deployment): GatewayResponses {
  const customised = new Map<string, Customised>();
  for (const resource of deployment.ofType('AWS::ApiGateway::GatewayResponse')) {
    if (resource.properties.RestApiId === api.ref) customised.set(typeOf(resource), readCustomised(resource));
  }
  return {
    render: (type, message, requestId, status = defaultStatus[type]) => {
      const fallback = customised.get(status < 500 ? 'DEFAULT_4XX' : 'DEFAULT_5XX');
      const response = customised.get(type) ?? fallback ?? plain;
      // DEFAULT_4XX and DEFAULT_5XX set the status of every type without its own.
      const answered = response.status ?? fallback?.status ?? status;
      return {
        status: answered,
        isChanged: answered !== status,
        headers: [['content-type', response.contentType], ...Object.entries(response.headers)],
        body: Buffer.from(fill(response.template, { type, message, requestId })),
      };
    },
  };
}

function typeOf(resource: LocalResource): string {
  const type = textOf(resource, 'ResponseType');
  const known = [...Object.keys(defaultStatus), ...neverCaused, 'DEFAULT_4XX', 'DEFAULT_5XX'];
  return known.includes(type) ? type : refuse(resource, `the response type ${type}`);
}

function readCustomised(resource: LocalResource): Customised {
  const { properties } = resource;
  refuseUnknown(resource, properties, [
    'ResponseParameters',
    'ResponseTemplates',
    'ResponseType',
    'RestApiId',
    'StatusCode',
  ]);
  const status = optionalText(properties.StatusCode);
  const templates = Object.entries(asRecord(properties.ResponseTemplates));
  const [contentType, template] = templates.find(([type]) => type === plain.contentType) ?? templates[0] ?? [];
  if (typeof template === 'string') checkTemplate(resource, template);
  return {
    status: status === undefined ? undefined : Number(status),
    headers: readHeaders(resource),
    contentType: contentType ?? plain.contentType,
    template: typeof template === 'string' ? template : plain.template,
  };
}

/** `gatewayresponse.header.NAME: "'value'"`; values mapped from the request are not known here. */
function readHeaders(resource: LocalResource): Record<string, string> {
  const headers: Record<string, string> = {};
  for (const [key, value] of Object.entries(asRecord(resource.properties.ResponseParameters))) {
    const name = /^gatewayresponse\.header\.(.+)$/.exec(key)?.[1];
    const literal = /^'(.*)'$/s.exec(String(value))?.[1];
    if (name === undefined || literal === undefined) refuse(resource, `the mapping ${key}: ${String(value)}`);
    headers[name] = literal;
  }
  return headers;
}

const variable = /\$context\.(error\.messageString|error\.message|error\.responseType|requestId)/g;

function checkTemplate(resource: LocalResource, template: string): void {
  const rest = template.replace(variable, '');
  if (/[$#]/.test(rest)) refuse(resource, `the template ${template}`);
}

function fill(template: string, values: { type: string; message: string; requestId: string }): string {
  const { type, message, requestId } = values;
  const texts: Readonly<Record<string, string>> = {
    'error.messageString': JSON.stringify(message),
    'error.message': message,
    'error.responseType': type,
    requestId,
  };
  return template.replace(variable, (_, name: string) => texts[name] ?? '');
}
