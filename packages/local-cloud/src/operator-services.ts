import { createApiGatewayService } from './aws/apigateway/apigateway-service';
import { createCloudFormationService } from './aws/cloudformation/cloudformation-service';
import type { DataFolder } from './aws/data-folder';
import { createLambdaService } from './aws/lambda/lambda-service';
import type { AwsService } from './aws/protocols/call';
import type { ServiceName } from './aws/protocols/services';
import type { RunningStack } from './aws/running-stack';
import { createSnsService } from './aws/sns/sns-service';
import { openSubscriptionStore } from './aws/sns/subscription-store';
import { describeFunctions } from './describe-functions';
import type { Mappings } from './event-source/mappings';
import type { Gateway } from './gateway/gateway';
import type { Stack } from './stack/read-stack';

export interface OperatorParts {
  readonly running: () => RunningStack;
  readonly stack: () => Stack;
  readonly gateway: () => Gateway | undefined;
  readonly mappings: Mappings;
  readonly folder: DataFolder;
}

/** The services that describe the running stack to an operator. */
export function createOperatorServices(parts: OperatorParts): Readonly<Partial<Record<ServiceName, AwsService>>> {
  const { running, stack, gateway, mappings, folder } = parts;
  const { deployment } = stack();
  return {
    cloudformation: createCloudFormationService(running),
    lambda: createLambdaService(
      deployment,
      describeFunctions(stack, mappings, () => running().deployedAt),
    ),
    sns: createSnsService(deployment, openSubscriptionStore(folder.subscriptions)),
    apigateway: createApiGatewayService(deployment.region, () => {
      const [api, runs] = [stack().api, gateway()];
      if (api === undefined || runs === undefined) return undefined;
      return {
        api,
        properties: stack().deployment.ofType('AWS::ApiGateway::RestApi')[0]?.properties ?? {},
        deployedAt: running().deployedAt,
        test: (invocation) => runs.test(invocation),
        testAuthorizer: (test) => runs.testAuthorizer(test),
      };
    }),
  };
}
