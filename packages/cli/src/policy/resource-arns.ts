import { prefixes } from '../../../../lib/bucket-prefixes';
import type { ResourceName } from './needs';

/** ARNs of a stack's resources, exact or with patterns. */
export type ResourceArns = Readonly<Record<ResourceName, readonly string[]>>;

const stackName = 'VibesCallbacks';
/** What CloudFormation names: the stack's name, then the logical id. */
const named = `${stackName}-*`;
/** What is named by the stack's own id (`lib/unique-name.ts`), which is new with each stack. */
const unique = 'vibes-????????-????-????-????-????????????';

/**
 * For any stack of the default name, in the partition (`aws`, `aws-us-gov`, `aws-cn`), account and Region where the policy
 * is attached: CloudFormation makes up the rest of a name. `anything` is for actions that IAM cannot narrow down (service
 * authorization reference), and for DescribeAlarms, which shows composite alarms only with `*`.
 */
export const defaultArns: ResourceArns = {
  anything: ['*'],
  stack: [`arn:*:cloudformation:*:*:stack/${stackName}/*`],
  callbackQueue: [`arn:*:sqs:*:*:${unique}`],
  retryQueue: [`arn:*:sqs:*:*:${unique}-retry`],
  deadLetterQueue: [`arn:*:sqs:*:*:${named}`],
  // Of the customer's subscriptions, in the same stack. CloudFormation cuts long names, so "Undelivered" may be missing.
  undeliveredQueues: [`arn:*:sqs:*:*:${named}`],
  // By which the messages of an old callback queue are moved (docs/DATA.md).
  leverQueue: ['arn:*:sqs:*:*:vibes-lever'],
  ledger: [`arn:*:dynamodb:*:*:table/${named}`],
  // Named after the id that `MessageOutcomes` gives it, so that a right to write it does not cover the ledger.
  outcomesTable: [`arn:*:dynamodb:*:*:table/${stackName}-*Outcomes*`],
  outcomesQueue: [`arn:*:sqs:*:*:${named}`],
  bucket: [`arn:*:s3:::${unique}`],
  objects: [`arn:*:s3:::${unique}/*`],
  accessLogs: [`arn:*:s3:::${unique}/${prefixes.accessLogs}*`],
  overflowObjects: [`arn:*:s3:::${unique}/${prefixes.overflow}*`],
  unrecognizedObjects: [`arn:*:s3:::${unique}/${prefixes.unrecognized}*`],
  droppedRecords: [`arn:*:s3:::${unique}/${prefixes.dropped}*`],
  // CloudFormation leaves the stack's name out of a secret's. By name: what may change a password must not change the identity key.
  secrets: ['Mo', 'Rbm'].map((name) => `arn:*:secretsmanager:*:*:secret:*VibesSecrets${name}*`),
  // Of the company's own, by the name that docs/COMMANDS.md asks for.
  vibesApiSecret: ['arn:*:secretsmanager:*:*:secret:vibes-api*'],
  identityKey: ['arn:*:secretsmanager:*:*:secret:*VibesSecretsIdentityKey*'],
  logGroups: [`arn:*:logs:*:*:log-group:${named}`],
  alarmTopic: [`arn:*:sns:*:*:${named}`],
  functions: [`arn:*:lambda:*:*:function:${named}`],
  eventSourceMappings: ['arn:*:lambda:*:*:event-source-mapping:*'],
  restApi: ['arn:*:apigateway:*::/restapis/*'],
  restApiTests: ['arn:*:apigateway:*::/restapis/*/resources/*/methods/POST'],
  // Allows testing an authorizer, not creating one, which is a POST to `/authorizers` itself.
  restApiAuthorizers: ['arn:*:apigateway:*::/restapis/*/authorizers/*'],
  eventBus: [`arn:*:events:*:*:event-bus/${unique}`],
  rules: [`arn:*:events:*:*:rule/${unique}/*`],
  // By the names that `reads/temporary-subscription.ts` gives them: no other rule of the bus, and no other queue.
  temporaryRules: [`arn:*:events:*:*:rule/${unique}/vibes-temporary-*`],
  // The same rules, for the action that says where they send: to one of these queues (`policy-document.ts`).
  temporaryRuleTargets: [`arn:*:events:*:*:rule/${unique}/vibes-temporary-*`],
  temporaryQueues: ['arn:*:sqs:*:*:vibes-temporary-*'],
  redeliveryBus: [`arn:*:events:*:*:event-bus/${unique}-redelivery`],
  redeliveryRules: [`arn:*:events:*:*:rule/${unique}-redelivery/*`],
  archive: [`arn:*:events:*:*:archive/${unique}`],
  replays: ['arn:*:events:*:*:replay/vibes-*'],
  certificates: ['arn:*:acm:*:*:certificate/*'],
};
