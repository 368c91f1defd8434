import { counted } from '@vibes-callbacks/local-cloud/text';
import type { FaultShape } from '../inbox/inbox-shapes';

/** What can be made to fail, and how, in the form of the control API. */
export const services = ['sqs', 'dynamodb', 'events', 's3', 'secretsmanager', 'ingest', 'consumer'] as const;

const ofService = ['error', 'throttle', 'timeout', 'slow', 'late', 'crash-before', 'crash-after', 'partial'];
const ofFunction = ['error', 'crash', 'throttle', 'slow', 'skew'];

export function isFunction(service: string): boolean {
  return service === 'ingest' || service === 'consumer';
}

export function modesOf(service: string): readonly string[] {
  return isFunction(service) ? ofFunction : ofService;
}

/** A fault as its form has it. */
export interface FaultDraft {
  readonly service: string;
  readonly action: string;
  readonly mode: string;
  /** Empty: no bound. */
  readonly count: string;
  readonly seconds: string;
  readonly rate: string;
  /** Of `slow` and `late`; the clock's error of `skew`. */
  readonly ms: string;
}

export const emptyFault: FaultDraft = {
  ...{ service: 'sqs', action: '', mode: 'error', count: '', seconds: '', rate: '', ms: '1000' },
};

/** Those that show something at once, each with a name. */
export const readyMade: readonly (readonly [string, Partial<FaultDraft>])[] = [
  ['Nothing is published', { service: 'events', action: 'PutEvents' }],
  ['The queue accepts nothing', { service: 'sqs', action: 'SendMessage' }],
  ['The ledger is throttled', { service: 'dynamodb', mode: 'throttle' }],
  ['The consumer crashes', { service: 'consumer', mode: 'crash', ms: '0' }],
  ['Ingest fails', { service: 'ingest', mode: 'error' }],
];

export function faultOf({ service, action, mode, count, seconds, rate, ms }: FaultDraft): FaultShape {
  const isSlow = mode === 'slow' || mode === 'late' || mode === 'crash';
  const hasDelay = isSlow && !(mode === 'crash' && ms === '');
  return {
    ...(isFunction(service) ? { service: 'lambda', function: service } : { service }),
    ...(isFunction(service) || action.trim() === '' ? {} : { action: action.trim() }),
    mode,
    ...(count === '' ? {} : { count: Number(count) }),
    ...(seconds === '' ? {} : { seconds: Number(seconds) }),
    ...(rate === '' ? {} : { rate: Number(rate) }),
    ...(hasDelay ? { delayMs: Number(ms) } : {}),
    ...(mode === 'skew' ? { skewMs: Number(ms) } : {}),
  };
}

/** `sqs SendMessage: error, 3 times`. */
export function faultInWords({
  service,
  function: name,
  rule,
  action,
  mode,
  count,
  seconds,
  rate,
}: FaultShape): string {
  const what = [name ?? service, rule, action].filter((one) => one !== undefined).join(' ');
  const bounds = [
    count === undefined ? '' : `${counted(count, 'time')} more`,
    seconds === undefined ? '' : `for ${seconds} s from its start`,
    rate === undefined ? '' : `${Math.round(rate * 100)} % of the calls`,
  ].filter((bound) => bound !== '');
  return `${what}: ${[mode, ...bounds].join(', ')}`;
}
