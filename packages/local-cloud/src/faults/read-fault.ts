import { isRecord } from '../template/properties';
import { type Fault, type RuleFault, ruleModes, serviceModes } from './fault';
import { type FunctionFault, functionModes } from './function-faults';

/**
 * A fault as `POST /_local/faults` takes it: of an AWS service, of a function (`service: "lambda"`), or of the targets of
 * rules (`service: "rule"`).
 */
export type CloudFault =
  | Fault
  | ({ readonly service: 'lambda'; readonly function: string } & FunctionFault)
  | ({ readonly service: 'rule' } & RuleFault);

/** The AWS services that can fail. */
export const faultServices = ['dynamodb', 'events', 's3', 'secretsmanager', 'sqs'];
const numbers = ['delayMs', 'skewMs', 'count', 'seconds', 'rate'] as const;

interface Kind {
  readonly modes: readonly string[];
  /** Besides `service` and `mode`. */
  readonly keys: readonly string[];
}

const kinds: Readonly<Record<'service' | 'lambda' | 'rule', Kind>> = {
  service: { modes: serviceModes, keys: ['action', ...numbers] },
  lambda: { modes: functionModes, keys: ['function', ...numbers] },
  rule: { modes: ruleModes, keys: ['rule', 'count', 'seconds', 'rate'] },
};

/** What is wrong with a fault that was posted, in one sentence; undefined if it is valid. */
export function complaintAbout(value: unknown): string | undefined {
  if (!isRecord(value)) return 'A fault is an object such as { "service": "sqs", "mode": "error", "count": 1 }.';
  const { service, mode } = value;
  const kind = service === 'lambda' || service === 'rule' ? service : 'service';
  if (kind === 'service' && !faultServices.includes(String(service))) {
    return `"service" is ${JSON.stringify(service)}: write one of ${faultServices.join(', ')}, lambda, rule.`;
  }
  const { modes, keys } = kinds[kind];
  if (!modes.includes(String(mode))) return `"mode" is ${JSON.stringify(mode)}: write one of ${modes.join(', ')}.`;
  return wrongKey(value, keys) ?? wrongNumber(value) ?? missingNumber(value);
}

export function isFault(value: unknown): value is CloudFault {
  return complaintAbout(value) === undefined;
}

export function isRuleFault(fault: CloudFault): fault is Extract<CloudFault, { readonly service: 'rule' }> {
  return fault.service === 'rule';
}

export function isFunctionFault(fault: CloudFault): fault is Extract<CloudFault, { readonly function: string }> {
  return fault.service === 'lambda';
}

function wrongKey(value: Record<string, unknown>, keys: readonly string[]): string | undefined {
  const known = ['service', 'mode', ...keys];
  const unknown = Object.keys(value).find((key) => !known.includes(key));
  if (unknown !== undefined) return `"${unknown}" is not known: write some of ${known.join(', ')}.`;
  if (keys.includes('function') && typeof value.function !== 'string')
    return '"function" is missing: name a function, or a part of its logical id.';
  if (value.action !== undefined && typeof value.action !== 'string')
    return '"action" must be a name like SendMessage.';
  if (value.rule !== undefined && typeof value.rule !== 'string')
    return '"rule" must be the name of a rule, or a part of it.';
  return undefined;
}

function wrongNumber(value: Record<string, unknown>): string | undefined {
  for (const name of numbers) {
    const number = value[name];
    const least = name === 'skewMs' ? Number.NEGATIVE_INFINITY : 0;
    const most = name === 'rate' ? 1 : Number.POSITIVE_INFINITY;
    if (number === undefined) continue;
    if (typeof number !== 'number' || !Number.isFinite(number) || number < least || number > most) {
      return `"${name}" is ${JSON.stringify(number)}: write a number${name === 'rate' ? ' from 0 to 1' : ''}.`;
    }
  }
  return undefined;
}

function missingNumber({ mode, delayMs, skewMs }: Record<string, unknown>): string | undefined {
  if ((mode === 'slow' || mode === 'late') && delayMs === undefined)
    return `"delayMs" is missing: "${mode}" by how much?`;
  if (mode === 'skew' && skewMs === undefined) return '"skewMs" is missing: the clock is off by how much?';
  return undefined;
}
