import type { Fault, FaultMode } from '@vibes-callbacks/local-cloud';

const services = ['sqs', 'dynamodb', 's3', 'events', 'secretsmanager'];

const syntax =
  'service[.Action]:mode[:share%|:N|:Ns|:Nms…], for example "sqs:error:20%", "dynamodb.PutItem:throttle:10s", "events:slow:1900ms:5"';

/**
 * Reads `--faults`: service (`sqs`), action where only one is meant (`sqs.SendMessage`), mode, then in any order a share
 * of the calls (`20%`), a number of calls (`5`), how long (`10s`), and how late (`1900ms`).
 * @throws Error with a sentence that shows the form
 */
export function parseFault(text: string): Fault {
  const [target = '', mode = '', ...limits] = text.split(':');
  const [service = '', action] = target.split('.');
  if (!services.includes(service) || !isMode(mode)) throw new Error(`"${text}" is not a fault: write ${syntax}`);
  const fault: Fault = Object.assign(
    { service, mode },
    action === undefined ? {} : { action },
    ...limits.map((limit) => parseLimit(limit, text)),
  );
  if ((mode === 'slow' || mode === 'late') && fault.delayMs === undefined)
    throw new Error(`"${text}" does not say how late: add 1900ms`);
  if ((fault.rate ?? 0) > 1) throw new Error(`"${text}": no more than 100% of the calls can fail`);
  return fault;
}

const modes = {
  error: true,
  throttle: true,
  timeout: true,
  slow: true,
  late: true,
  partial: true,
  'crash-before': true,
  'crash-after': true,
} as const satisfies Record<FaultMode, true>;

function isMode(text: string): text is FaultMode {
  return Object.hasOwn(modes, text);
}

function parseLimit(limit: string, text: string): Partial<Fault> {
  const [, digits, unit] = /^(\d+(?:\.\d+)?)(%|ms|s|)$/.exec(limit) ?? [];
  const number = Number(digits);
  switch (unit) {
    case '%':
      return { rate: number / 100 };
    case 'ms':
      return { delayMs: number };
    case 's':
      return { seconds: number };
    case '':
      return { count: number };
    default:
      throw new Error(`"${limit}" in "${text}" does not limit a fault: write ${syntax}`);
  }
}
