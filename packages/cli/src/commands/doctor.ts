import { Option } from 'commander';
import { defineCommand } from '../frame/command';
import { filled } from '../frame/filled';
import type { Paint } from '../frame/paint';
import { joinNeeds, stackNeeds } from '../policy/needs';
import { subscriptionNeeds } from '../reads/subscriptions';
import { findTemporaryNeeds } from '../reads/temporary-subscription';
import { isAskedFor, isAtHand, type VibesApiOptions, vibesApiOptions, vibesApiSecretNeeds } from '../vibes-api/access';
import { alarmActions, alarmMail } from './doctor/alarm-checks';
import { refusedCallers } from './doctor/callers-check';
import { certificate } from './doctor/certificate-check';
import { type Check, type CheckResult, runCheck } from './doctor/check';
import { concurrency } from './doctor/concurrency-check';
import { eventSources, functions } from './doctor/function-checks';
import { identityKey } from './doctor/identity-key-check';
import { outcomes } from './doctor/outcomes-check';
import { registrations } from './doctor/registrations-check';
import { moSecret, rbmSecret } from './doctor/secret-checks';
import { addressesCheck, checkSettingsOption, type SettingsOptions, settingsCheck } from './doctor/settings-checks';
import { caller, deployment, drift, outputs } from './doctor/stack-checks';
import { subscriptions } from './doctor/subscription-check';
import { temporaryRules } from './doctor/temporary-rules-check';

type Options = VibesApiOptions & SettingsOptions;

/** In the order of the output: the most serious first. */
const checksOf = (options: Options): readonly Check[] => [
  caller,
  deployment,
  outputs,
  alarmMail,
  alarmActions,
  functions,
  eventSources,
  moSecret,
  rbmSecret,
  identityKey,
  addressesCheck(options),
  refusedCallers,
  subscriptions,
  outcomes,
  temporaryRules,
  certificate,
  concurrency,
  settingsCheck(options),
  drift,
];

export const doctor = defineCommand<Options>({
  name: 'doctor',
  about:
    'Checks the setup: alarm mail, secrets, event sources, addresses, refused callers, subscriptions, outcomes, temporary rules, quotas, certificate, settings, drift.',
  options: [
    new Option('--settings <file>', "this stack's settings file in a clone, as in -c settings=<file>").argParser(
      filled,
    ),
    ...vibesApiOptions,
  ],
  example: 'doctor',
  kind: 'reads',
  needs: joinNeeds(stackNeeds, {
    ...subscriptionNeeds,
    ...findTemporaryNeeds,
    'sqs:GetQueueAttributes': ['undeliveredQueues'],
    'sns:ListSubscriptionsByTopic': ['alarmTopic'],
    'cloudwatch:DescribeAlarms': ['anything'],
    'lambda:GetFunctionConfiguration': ['functions'],
    'lambda:ListEventSourceMappings': ['anything'],
    'lambda:GetAccountSettings': ['anything'],
    'secretsmanager:GetSecretValue': ['secrets', 'identityKey'],
    'apigateway:GET': ['restApi'],
    's3:ListBucket': ['bucket'],
    's3:GetObject': ['accessLogs'],
  }),
  needsToWrite: vibesApiSecretNeeds,
  run: async (context, options) => {
    await checkSettingsOption(context, options);
    const stack = await context.stack();
    const checks = checksOf(options);
    const isWanted = isAskedFor(options) || isAtHand(options, context);
    const all = isWanted ? [...checks, registrations(options)] : checks;
    const found = (await Promise.all(all.map((check) => runCheck(context, stack, check)))).map((one) =>
      one.fix === undefined ? one : { ...one, fix: context.typed(one.fix) },
    );
    const healthy = found.every(({ status }) => status !== 'fail');
    for (const { name, fix } of found) if (fix !== undefined) context.io.err(`${name}: ${fix}`);
    return {
      code: healthy ? 0 : 1,
      json: { healthy, checks: found },
      text: () => found.map((one) => lineOf(one, context.paint)).join('\n'),
    };
  },
});

const colours = { ok: 'good', warn: 'warn', fail: 'bad', unknown: 'dim' } as const;

function lineOf({ name, status, detail }: CheckResult, paint: Paint): string {
  return `${paint[colours[status]](status.padEnd(7))}  ${name.padEnd(15)}  ${detail}`;
}
