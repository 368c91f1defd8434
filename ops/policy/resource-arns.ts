import type { ResourceName } from './needs';

/** ARNs of what a stack has, exact or with patterns. */
export type ResourceArns = Readonly<Record<ResourceName, readonly string[]>>;

const stackName = 'VibesCallbacks';
/** What CloudFormation names: the stack's name, then the logical id. */
const named = `${stackName}-*`;
/** What is named by the stack's own id (`lib/unique-name.ts`), which is new with each stack. */
const unique = 'vibes-????????-????-????-????-????????????';

/**
 * Of any stack of the default name, in whatever account and Region the policy is attached: the rest of a name is made up
 * by CloudFormation. `anything` is for actions that IAM cannot narrow down (service authorization reference), and
 * DescribeAlarms, which shows composite alarms only with `*`.
 */
export const defaultArns: ResourceArns = {
  anything: ['*'],
  stack: [`arn:aws:cloudformation:*:*:stack/${stackName}/*`],
  callbackQueue: [`arn:aws:sqs:*:*:${unique}`],
  retryQueue: [`arn:aws:sqs:*:*:${unique}-retry`],
  deadLetterQueue: [`arn:aws:sqs:*:*:${named}`],
  ledger: [`arn:aws:dynamodb:*:*:table/${named}`],
  bucket: [`arn:aws:s3:::${unique}`],
  overflowObjects: [`arn:aws:s3:::${unique}/overflow/*`],
  unrecognizedObjects: [`arn:aws:s3:::${unique}/unrecognized/*`],
  // CloudFormation leaves the stack's name out of a secret's. By name: what may change a password must not change the identity key.
  secrets: ['Mo', 'Rbm'].map((name) => `arn:aws:secretsmanager:*:*:secret:*VibesSecrets${name}*`),
  identityKey: ['arn:aws:secretsmanager:*:*:secret:*VibesSecretsIdentityKey*'],
  logGroups: [`arn:aws:logs:*:*:log-group:${named}`],
  alarmTopic: [`arn:aws:sns:*:*:${named}`],
  functions: [`arn:aws:lambda:*:*:function:${named}`],
  eventSourceMappings: ['arn:aws:lambda:*:*:event-source-mapping:*'],
  restApi: ['arn:aws:apigateway:*::/restapis/*'],
  restApiTests: ['arn:aws:apigateway:*::/restapis/*/resources/*/methods/POST'],
  // What may test one may make none: that is a POST to `/authorizers` itself.
  restApiAuthorizers: ['arn:aws:apigateway:*::/restapis/*/authorizers/*'],
  eventBus: [`arn:aws:events:*:*:event-bus/${unique}`],
  rules: [`arn:aws:events:*:*:rule/${unique}/*`],
  archive: [`arn:aws:events:*:*:archive/${unique}`],
  replays: ['arn:aws:events:*:*:replay/vibes-*'],
};
