import type { CallbackSettings } from './callback-settings';
import { howToSet, operatorCommand } from './release';
import { isEnhanced } from './security-policies';
import { callbackSettings } from './settings';

/**
 * API Gateway quotas: in these Regions an account has 2,500 requests a second and 1,250 at once by default; elsewhere
 * 10,000 a second.
 */
const smallRegions: readonly string[] = [
  'af-south-1',
  'ap-south-2',
  'ap-southeast-3',
  'ap-southeast-4',
  'ap-southeast-5',
  'ap-southeast-7',
  'ca-west-1',
  'eu-central-2',
  'eu-south-1',
  'eu-south-2',
  'il-central-1',
  'me-central-1',
  'mx-central-1',
];

/** What the stack's Region does not support, one sentence each. */
export function regionMistakes(
  { securityPolicy }: Pick<CallbackSettings, 'securityPolicy'>,
  region: string | undefined,
): readonly string[] {
  const chosen = securityPolicy ?? callbackSettings.securityPolicy.default;
  if (region?.startsWith('us-gov-') !== true || !isEnhanced(chosen)) return [];
  return [
    `securityPolicy is "${chosen}": ${region} has TLS_1_2 and TLS_1_0 only. Write TLS_1_2 for a new stack, TLS_1_0 for one that version 0.1.0 made: AWS refuses an update from TLS_1_0 to TLS_1_2.`,
  ];
}

/** What the account must provide for the settings to work, which synth cannot check. */
export function accountAdvice(props: CallbackSettings, region: string | undefined): readonly string[] {
  return [...concurrencyAdvice(props), ...quotaAdvice(region), ...chinaAdvice(region), ...removalAdvice(props)];
}

/** The consumer gets half of the account's concurrency, for two queues. `doctor` checks the same after deployment. */
const queuesAndHalf = 4;

function concurrencyAdvice({ consumerConcurrency }: CallbackSettings): readonly string[] {
  if (consumerConcurrency !== undefined) return [];
  const standard = callbackSettings.consumerConcurrency.default;
  return [
    `consumerConcurrency is ${standard}, its default: with two queues, up to ${2 * standard} consumers run at a time. A new account may have a Lambda concurrency of only 10, and a burst would then leave none for ingest. Check with aws lambda get-account-settings --query AccountLimit.ConcurrentExecutions; if it is below ${queuesAndHalf * standard}, set a quarter of it until AWS raises it, for 10 ${howToSet('consumerConcurrency', '2')} (after deployment, ${operatorCommand} doctor tells you the number).`,
  ];
}

/** CloudFormation does not delete a bucket that has objects. */
function removalAdvice({ removalPolicy }: CallbackSettings): readonly string[] {
  if (removalPolicy !== 'destroy') return [];
  return [
    'removalPolicy is destroy: npx cdk destroy deletes all data except a bucket that is not empty, a system backup of each table (35 days) and secrets in their recovery window (30 days). Empty it first: docs/DEPLOYING.md#delete-the-stack.',
  ];
}

/** "API Gateway processes unauthenticated API requests only if the API owner's account is associated with a valid ICP license". */
function chinaAdvice(region: string | undefined): readonly string[] {
  if (region?.startsWith('cn-') !== true) return [];
  return [
    `In ${region}, API Gateway serves unsigned callers such as Vibes, and custom domains, only if the account is associated with a valid ICP license: https://docs.amazonaws.cn/aws/latest/userguide/api-gateway.html. This stack has not been tested there.`,
  ];
}

function quotaAdvice(region: string | undefined): readonly string[] {
  if (region === undefined || !smallRegions.includes(region)) return [];
  return [
    `An account in ${region} may receive 2,500 requests a second by default, across all its APIs, with bursts of 1,250: request a higher quota before you need it (Service Quotas, API Gateway, throttle rate).`,
  ];
}
