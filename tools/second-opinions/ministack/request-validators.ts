import { APIGatewayClient, CreateRequestValidatorCommand, UpdateMethodCommand } from '@aws-sdk/client-api-gateway';
import { type CloudFormationClient, paginateListStackResources } from '@aws-sdk/client-cloudformation';
import type { Template } from '../../../local';
import type { Ministack } from './start-ministack';

type Properties = Readonly<Record<string, unknown>>;

/** By its API, which plays request validators: its CloudFormation leaves them out without a word. */
export async function setRequestValidators(
  { access }: Ministack,
  cloudFormation: CloudFormationClient,
  { StackName, template }: { readonly StackName: string; readonly template: Template },
): Promise<void> {
  const apiGateway = new APIGatewayClient(access);
  const physical = await physicalIds(cloudFormation, StackName);
  const idOf = (reference: unknown) => physical.get(referredTo(reference)) ?? '';
  for (const { method, validator } of validatedMethods(template)) {
    const restApiId = idOf(method.RestApiId);
    const { id } = await apiGateway.send(
      new CreateRequestValidatorCommand({
        restApiId,
        validateRequestParameters: validator.ValidateRequestParameters === true,
        validateRequestBody: validator.ValidateRequestBody === true,
      }),
    );
    const resourceId = idOf(method.ResourceId);
    const patchOperations = [{ op: 'replace' as const, path: '/requestValidatorId', value: id }];
    const httpMethod = String(method.HttpMethod);
    await apiGateway.send(new UpdateMethodCommand({ restApiId, resourceId, httpMethod, patchOperations }));
  }
}

function validatedMethods({ Resources }: Template): { readonly method: Properties; readonly validator: Properties }[] {
  return Object.values(Resources).flatMap(({ Type, Properties: method = {} }) => {
    if (Type !== 'AWS::ApiGateway::Method' || method.RequestValidatorId === undefined) return [];
    return [{ method, validator: Resources[referredTo(method.RequestValidatorId)]?.Properties ?? {} }];
  });
}

function referredTo(reference: unknown): string {
  return String(Object(reference).Ref);
}

async function physicalIds(client: CloudFormationClient, StackName: string): Promise<ReadonlyMap<string, string>> {
  const ids = new Map<string, string>();
  for await (const { StackResourceSummaries = [] } of paginateListStackResources({ client }, { StackName })) {
    for (const one of StackResourceSummaries) ids.set(one.LogicalResourceId ?? '', one.PhysicalResourceId ?? '');
  }
  return ids;
}
