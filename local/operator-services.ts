import { createApiGatewayService } from './aws/apigateway/apigateway-service';
import type { AwsService, ServiceName } from './aws/call';
import { createCloudFormationService } from './aws/cloudformation/cloudformation-service';
import { createLambdaService } from './aws/lambda/lambda-service';
import type { LogStore } from './aws/logs/log-store';
import { createLogsService } from './aws/logs/logs-service';
import type { RunningStack } from './aws/running-stack';
import { createSnsService } from './aws/sns/sns-service';
import type { SubscriptionStore } from './aws/sns/subscription-store';
import type { Mappings } from './event-source/mappings';
import type { Gateway } from './gateway/gateway';
import { describeFunctions } from './lambda/describe-functions';
import { logGroupOf } from './lambda/log-group';
import { optionalText } from './template/properties';
import type { Stack } from './template/read-stack';

export interface OperatorParts {
  readonly running: () => RunningStack;
  readonly stack: () => Stack;
  readonly gateway: () => Gateway;
  readonly mappings: Mappings;
  readonly logs: LogStore;
  readonly subscriptions: SubscriptionStore;
}

/** The services that tell an operator of the stack that runs. */
export function createOperatorServices(parts: OperatorParts): Readonly<Partial<Record<ServiceName, AwsService>>> {
  const { running, stack, gateway, mappings, logs, subscriptions } = parts;
  const { deployment } = stack();
  return {
    cloudformation: createCloudFormationService(running),
    lambda: createLambdaService(deployment, describeFunctions(stack, mappings, running().deployedAt)),
    logs: createLogsService(deployment, () => logGroupsOf(stack()), logs),
    sns: createSnsService(deployment, subscriptions),
    apigateway: createApiGatewayService(() => ({
      api: stack().api,
      name: apiNameOf(stack()),
      deployedAt: running().deployedAt,
      test: (invocation) => gateway().test(invocation),
    })),
  };
}

function logGroupsOf({ deployment, functions }: Stack): readonly string[] {
  const declared = deployment.ofType('AWS::Logs::LogGroup').map(({ ref }) => ref);
  return [...declared, ...functions.map(({ logicalId }) => logGroupOf(deployment.resource(logicalId)))];
}

function apiNameOf({ deployment }: Stack): string {
  return optionalText(deployment.ofType('AWS::ApiGateway::RestApi')[0]?.properties.Name) ?? '';
}
