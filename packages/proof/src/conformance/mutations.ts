import type { Scenario } from './scenario';
import { allScenarios } from './scenarios/all-scenarios';
import type { StackChange } from './stack-change';

/** A safeguard to remove from a copy of what is deployed, and the scenario that must then fail. */
export interface Mutation {
  readonly name: string;
  readonly takesAway: string;
  readonly change: StackChange;
  readonly scenario: Scenario;
}

/** First those that a running cloud can deploy: each of the others costs a start. */
export const mutations: readonly Mutation[] = [
  {
    name: 'lease',
    takesAway: 'A worker takes over a claim although the lease of another runs.',
    change: { bundle: [{ function: 'consumer', from: 'leaseEndsMs < claim.nowMs', to: 'true' }] },
    scenario: named('copies-at-once'),
  },
  {
    name: 'overflow-write',
    takesAway: 'Messages that the queue refuses are not written to the bucket.',
    change: {
      bundle: [
        {
          function: 'ingest',
          from: '.overflow.put(key, text, signal)',
          to: '.overflow && Promise.reject(new Error("taken away"))',
        },
      ],
    },
    scenario: named('queue-down-for-the-whole-window'),
  },
  {
    name: 'partial-batch-response',
    takesAway: 'The event source mapping does not ask which records failed.',
    change: { without: { 'AWS::Lambda::EventSourceMapping': ['FunctionResponseTypes'] } },
    scenario: named('poison-among-good-records'),
  },
  {
    name: 'challenge',
    takesAway: 'The gateway response that asks for credentials.',
    change: gatewayResponses('UNAUTHORIZED'),
    scenario: named('credentials-only-when-asked'),
  },
  {
    name: 'no-4xx',
    takesAway: 'The gateway responses that make 503 of a body that is too large.',
    change: gatewayResponses('REQUEST_TOO_LARGE', 'DEFAULT_4XX'),
    scenario: named('larger-than-the-gateway-takes'),
  },
  {
    name: 'retry-queue',
    takesAway: 'A callback that failed twice becomes a dead letter at once, and is never tried alone.',
    change: {
      only: 'CallbacksQueue',
      properties: {
        'AWS::SQS::Queue': {
          RedrivePolicy: { deadLetterTargetArn: { 'Fn::GetAtt': ['VibesCallbacksDeadLettersC823713E', 'Arn'] } },
        },
      },
    },
    scenario: {
      ...named('bodies-that-kill-the-consumer'),
      rounds: [
        {
          before: [{ do: 'hostile', count: 3 }],
          load: { callbacks: 100 },
          during: [{ atMs: 500, act: { do: 'hostile', count: 5 } }],
        },
      ],
      expect: { poison: 8, publishedWithinSeconds: 120 },
    },
  },
  {
    name: 'outcomes-lock',
    takesAway: 'A worker writes a message although another has written it since.',
    change: {
      bundle: [{ function: 'outcomes', from: 'rev = :before', to: 'attribute_exists(rev) OR rev = :before' }],
    },
    scenario: named('outcomes-of-receipts-at-once'),
  },
];

function gatewayResponses(...values: readonly string[]): StackChange {
  return { remove: { type: 'AWS::ApiGateway::GatewayResponse', property: 'ResponseType', values } };
}

function named(name: string): Scenario {
  const scenario = allScenarios.find((one) => one.name === name);
  if (scenario === undefined) throw new Error(`no scenario is called ${name}`);
  return scenario;
}
