import type { Authorizer } from '../aws/iam/authorizer';
import { LocalCloudError } from '../base/local-cloud-error';
import type { Deployment, LocalResource } from '../template/deployment';
import { asRecord, numberWithin, optionalText } from '../template/properties';
import type { FunctionConfig } from './function-config';

/** The action that sends to a destination, by the service in its ARN. */
const actions: Readonly<Record<string, string>> = {
  sqs: 'sqs:SendMessage',
  sns: 'sns:Publish',
  lambda: 'lambda:InvokeFunction',
  events: 'events:PutEvents',
  s3: 's3:PutObject',
};

/**
 * What Lambda refuses of asynchronous invocation configurations, so that the deployment fails: a second one of the same
 * function, version or alias, and a destination that the function's role may not send to.
 * @throws LocalCloudError
 */
export function checkAsyncConfigs(
  deployment: Deployment,
  functions: readonly FunctionConfig[],
  permissions: Pick<Authorizer, 'deniedToRole'>,
): void {
  const seen = new Set<string>();
  for (const config of deployment.ofType('AWS::Lambda::EventInvokeConfig')) {
    const { FunctionName, Qualifier } = config.properties;
    const found = functions.find(({ name, arn }) => FunctionName === name || FunctionName === arn);
    const key = JSON.stringify([found?.name ?? FunctionName, Qualifier]);
    if (seen.has(key))
      refuse(config, `${String(FunctionName)} has another one with the qualifier ${String(Qualifier)}`);
    seen.add(key);
    numberWithin(config, config.properties, 'MaximumRetryAttempts', { least: 0, most: 2, otherwise: 2 });
    numberWithin(config, config.properties, 'MaximumEventAgeInSeconds', { least: 60, most: 21_600, otherwise: 21_600 });
    for (const to of destinationsOf(config)) {
      const action = actions[to.split(':')[2] ?? ''];
      if (action === undefined) refuse(config, `${to} cannot be a destination`);
      if (found === undefined) continue;
      const denied = permissions.deniedToRole(found.roleLogicalId, [{ action, resource: to }]);
      if (denied !== undefined)
        refuse(config, `the function's role ${found.roleLogicalId} may not call ${action} on ${to}`);
    }
  }
}

function destinationsOf({ properties }: LocalResource): readonly string[] {
  const { OnSuccess, OnFailure } = asRecord(properties.DestinationConfig);
  return [OnSuccess, OnFailure].map((one) => optionalText(asRecord(one).Destination)).filter((to) => to !== undefined);
}

function refuse({ logicalId }: LocalResource, why: string): never {
  throw new LocalCloudError(
    'template-incomplete',
    `Lambda would refuse ${logicalId} (AWS::Lambda::EventInvokeConfig): ${why}.`,
  );
}
