import type { Fault } from '@vibes-callbacks/local-cloud';
import type { Expectation, GroupScenario, Load, VibesTraits } from '../scenario';

interface Service {
  readonly service: string;
  /** Who calls it, for what. */
  readonly role: string;
  readonly fault: Omit<Fault, 'service' | 'mode'>;
  readonly besides?: readonly Fault[];
  readonly load: Load;
  readonly vibes?: VibesTraits;
  readonly expect: Expectation;
}

interface Mode {
  readonly name: string;
  readonly fault: Pick<Fault, 'mode' | 'delayMs'>;
}

const modes: readonly Mode[] = [
  { name: 'error', fault: { mode: 'error' } },
  { name: 'throttle', fault: { mode: 'throttle' } },
  { name: 'timeout', fault: { mode: 'timeout' } },
  // Just inside and just outside the two seconds of Vibes.
  { name: 'slow-1900', fault: { mode: 'slow', delayMs: 1_900 } },
  { name: 'slow-2100', fault: { mode: 'slow', delayMs: 2_100 } },
];

const small: Load = { callbacks: 60 };

const services: readonly Service[] = [
  {
    service: 'sqs',
    role: 'SQS',
    fault: { action: 'SendMessage' },
    load: small,
    // Each invocation waits for its timeout, and a laptop does not have the workers for twenty at once.
    vibes: { connections: 4 },
    // Every callback finds its way by the bucket, and none waits for a retry by Vibes.
    expect: { acceptedAtOnce: true, calls: [{ service: 's3', action: 'PutObject', atLeast: 60 }] },
  },
  {
    service: 's3',
    role: 'SQS refuses half of all messages and S3',
    fault: { action: 'PutObject', rate: 0.5, count: 20 },
    besides: [{ service: 'sqs', action: 'SendMessage', mode: 'error', rate: 0.5, count: 40 }],
    load: { ...small, mix: { mo: 2, receipt: 3, platform: 3, mms: 1, garbage: 1 } },
    expect: { calls: [{ service: 's3', action: 'PutObject', atLeast: 20 }] },
  },
  {
    service: 'dynamodb',
    role: 'DynamoDB',
    fault: { rate: 0.5, count: 24 },
    load: small,
    // A completion that fails to the end leaves a published callback as claimed: the next worker publishes it again.
    expect: { acceptedAtOnce: true, repeats: 'allowed' },
  },
  {
    service: 'events',
    role: 'EventBridge',
    fault: { count: 4 },
    load: small,
    // If the bus accepted events but its answer was lost, they are published again, with the same id.
    expect: { acceptedAtOnce: true, repeats: 'allowed' },
  },
  {
    service: 'secretsmanager',
    role: 'ingest starts and Secrets Manager',
    fault: { count: 6 },
    load: { ...small, mix: { mo: 1 } },
    expect: {},
  },
];

const short = new Set(['sqs-error', 'sqs-slow-2100', 'dynamodb-throttle', 'events-error', 's3-timeout']);

function scenarioOf({ service, role, fault, besides = [], load, vibes, expect }: Service, mode: Mode): GroupScenario {
  const name = `${service}-${mode.name}`;
  const faults: readonly Fault[] = [{ ...fault, service, ...mode.fault }, ...besides];
  return {
    name,
    shows: `Nothing is lost while ${role} answers 5XX, throttles, does not answer, or answers after 1.9 or 2.1 s.`,
    ...(short.has(name) ? { short: true } : {}),
    ...(vibes === undefined ? {} : { vibes }),
    before: faults.map((one) => ({ do: 'fault', fault: one })),
    load,
    expect,
  };
}

/** Every service that a function calls, in every way of failing. */
export const servicesFail: readonly GroupScenario[] = services.flatMap((service) =>
  modes.map((mode) => scenarioOf(service, mode)),
);
