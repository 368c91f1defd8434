import { CfnOutput } from 'aws-cdk-lib';
import type { Table } from 'aws-cdk-lib/aws-dynamodb';
import type { Construct } from 'constructs';
import type { Alarms } from './alarms';
import type { CallbackApi } from './callback-api';
import type { CallbackBucket } from './callback-bucket';
import type { CallbackBus } from './callback-bus';
import type { CallbackQueue } from './callback-queue';
import { routes } from './callback-routes';
import type { CallbackSecrets } from './callback-secrets';
import type { Consumer } from './consumer';
import type { Dashboard } from './dashboard';
import type { Ingest } from './ingest';
import { outputPrefix } from './output-names';
import { release } from './release';

export interface OutputParts {
  readonly api: CallbackApi;
  readonly ingest: Ingest;
  readonly consumer: Consumer;
  readonly queues: CallbackQueue;
  readonly table: Table;
  readonly events: CallbackBus;
  readonly bucket: CallbackBucket;
  readonly secrets: CallbackSecrets;
  readonly alarms: Alarms;
  readonly dashboard: Dashboard | undefined;
  readonly moUserName: string;
  readonly vibesRegion: string;
}

interface Output {
  readonly name: string;
  readonly value: string;
  readonly description: string;
}

/** For the service's own stack: names that never change (architecture §3). */
export function addPlainOutputs(scope: Construct, parts: OutputParts): void {
  for (const output of [...neededOutputs(parts), ...moreOutputs(parts)]) addOutput(scope, output, output.name);
}

/** For a stack that has outputs of its own: only what the commands need, with a prefix. */
export function addPrefixedOutputs(scope: Construct, parts: OutputParts): void {
  for (const output of neededOutputs(parts)) addOutput(scope, output, `${outputPrefix}${output.name}`);
}

function addOutput(scope: Construct, { name, value, description }: Output, logicalId: string): void {
  new CfnOutput(scope, name, { value, description }).overrideLogicalId(logicalId);
}

/** What the operator's commands read. */
function neededOutputs(parts: OutputParts): readonly Output[] {
  const { api, queues, events, secrets } = parts;
  const outputs: Output[] = [];
  const add = (name: string, value: string, description: string) => outputs.push({ name, value, description });

  const { version, commit } = release();
  add('Version', version, 'Release that is deployed');
  add('Commit', commit, 'Commit of the repository that it was built from');
  add('VibesRegion', parts.vibesRegion, 'Decides which addresses may call, and the host of the Callback API');
  add('EndpointUrl', api.endpointUrl, 'Base URL of the routes that Vibes calls');
  add('CallbackQueueUrl', queues.queue.queueUrl, 'Callbacks that wait for the consumer');
  add('RetryQueueUrl', queues.retryQueue.queueUrl, 'Callbacks that failed twice, and are tried one at a time');
  add('DeadLetterQueueUrl', queues.deadLetterQueue.queueUrl, 'Callbacks that failed five times');
  add('LedgerTableName', parts.table.tableName, 'The ledger: the state of each callback');
  add('EventBusName', events.bus.eventBusName, 'The bus on which events are published');
  add('EventArchiveArn', events.archiveArn, 'Published events, for replay');
  add('BucketName', parts.bucket.bucket.bucketName, 'Large callbacks, attachments, unrecognized callbacks');
  add('MoUserName', parts.moUserName, 'User name to give to Vibes for the MO route');
  add('MoSecretArn', secrets.mo.secretArn, 'Password to give to Vibes for the MO route');
  add('IdentityKeyArn', secrets.identityKey.secretArn, 'Key that hashes the ids of callbacks; it never changes');
  add('RestApiId', api.ids.restApi, 'The API, for a test invocation');
  add('MoResourceId', api.ids.moResource, 'Its resource for the MO route');
  add('MoAuthorizerId', api.ids.moAuthorizer, 'The authorizer of that route');
  add('MoAuthorizerFunctionName', api.ids.moAuthorizerFunction, 'The function of that authorizer');
  add('ApiStageName', api.ids.stage, 'The stage that Vibes calls');
  if (api.previousStageName !== undefined) {
    add('PreviousApiStageName', api.previousStageName, 'The stage that Vibes called before');
  }
  add('ApiDeploymentId', api.ids.deployment, 'The deployment that the stage serves');
  add('IngestFunctionName', parts.ingest.function.functionName, 'Answers Vibes');
  add('ConsumerFunctionName', parts.consumer.function.functionName, 'Publishes the events');
  add(
    'AlarmTopicArn',
    parts.alarms.topic.topicArn,
    'Receives every alarm and its end; each new alarm first sends an OK, which means that it works',
  );
  add('IngestLogGroupName', parts.ingest.logGroupName, 'One line for each answer to Vibes');
  add('ConsumerLogGroupName', parts.consumer.logGroup.logGroupName, 'One line for each callback');
  if (secrets.rbm !== undefined) add('RbmSecretArn', secrets.rbm.secretArn, 'Secret that signs RBM callbacks');
  if (api.customDomainTarget !== undefined) {
    add('CustomDomainTarget', api.customDomainTarget, 'Target of the DNS record of the custom domain');
  }
  return outputs;
}

/** What only people read: the commands know the routes, and need neither the dashboard nor earlier URLs. */
function moreOutputs({ api, dashboard }: OutputParts): readonly Output[] {
  const urls = routes.map(({ output, route, registered }) => ({
    name: output,
    value: `${api.endpointUrl}${route}`,
    description: `${route}: ${registered ?? 'give it to your account manager at Vibes'}`,
  }));
  return [
    ...urls,
    ...(dashboard === undefined
      ? []
      : [{ name: 'DashboardName', value: dashboard.name, description: "The callback's way, in CloudWatch" }]),
    ...(api.previousEndpointUrl === undefined
      ? []
      : [
          {
            name: 'PreviousEndpointUrl',
            value: api.previousEndpointUrl,
            description: 'Base URL of the routes that Vibes called before',
          },
        ]),
  ];
}
