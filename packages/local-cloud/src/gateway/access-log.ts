import { LocalCloudError } from '../base/local-cloud-error';
import type { LocalResource } from '../template/deployment';
import { asRecord, refuse, refuseUnknown, textOf } from '../template/properties';
import type { GatewayRequest } from './gateway-request';

/** The access log of a stage: where its lines go, and what they say. */
export interface AccessLog {
  /** Of a Firehose stream. */
  readonly destinationArn: string;
  readonly format: string;
  toLine(request: LoggedRequest): string;
}

export interface LoggedRequest {
  readonly request: GatewayRequest;
  readonly status: number;
  readonly arrivedAtMs: number;
}

/** What a request has of the variables (developer guide, "Variables for access logging"). There is no TLS here. */
const variables: Readonly<Record<string, (logged: LoggedRequest) => string>> = {
  cipherSuite: () => '-',
  extendedRequestId: ({ request }) => request.extendedRequestId,
  httpMethod: ({ request }) => request.method,
  'identity.sourceIp': ({ request }) => request.sourceIp,
  requestId: ({ request }) => request.requestId,
  requestTimeEpoch: ({ arrivedAtMs }) => String(arrivedAtMs),
  stage: ({ request }) => request.stageName ?? '-',
  status: ({ status }) => String(status),
  tlsVersion: () => '-',
};

const variable = /\$context\.([A-Za-z]+(?:\.[A-Za-z]+)*)/g;

/**
 * Undefined without one. One to CloudWatch Logs is left out: it needs a role that is a setting of the account, which no
 * template has.
 * @throws LocalCloudError for what API Gateway would refuse, and for a variable that is not known here
 */
export function readAccessLog(stage: LocalResource): AccessLog | undefined {
  const setting = asRecord(stage.properties.AccessLogSetting);
  refuseUnknown(stage, setting, ['DestinationArn', 'Format']);
  const destinationArn = String(setting.DestinationArn ?? '');
  if (!/^arn:[^:]+:firehose:/.test(destinationArn)) return undefined;
  const format = textOf({ ...stage, properties: setting }, 'Format');
  const streamName = destinationArn.split('/').at(-1) ?? '';
  if (!streamName.startsWith('amazon-apigateway-')) {
    refused(`The stream of an access log must be called amazon-apigateway-…, not ${streamName}.`);
  }
  const names = [...format.matchAll(variable)].map(([, name = '']) => name);
  if (!names.includes('requestId') && !names.includes('extendedRequestId')) {
    refused('The format of an access log must have $context.requestId or $context.extendedRequestId.');
  }
  if (/[\r\n]/.test(format)) refused('The format of an access log must be one line.');
  const unknown = names.find((name) => !Object.hasOwn(variables, name));
  if (unknown !== undefined) refuse(stage, `$context.${unknown} in an access log`);
  return {
    destinationArn,
    format,
    toLine: (logged) => format.replace(variable, (_match, name: string) => variables[name]?.(logged) ?? '-'),
  };
}

function refused(message: string): never {
  throw new LocalCloudError('refused-by-aws', message);
}
