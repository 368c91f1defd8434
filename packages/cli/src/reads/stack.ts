import { OpsError } from '../frame/ops-error';
import type { Access } from './access';
import type { Clients } from './clients';
import { plainOutputs } from './plain-outputs';

/** The deployed stack: its outputs are where everything else is found. */
export interface DeployedStack {
  readonly name: string;
  /** CloudFormation's own word: `UPDATE_COMPLETE`, … */
  readonly status: string;
  /** @throws OpsError when the deployed version has no such output */
  output(name: string): string;
  optional(name: string): string | undefined;
  /** By their plain names, without the prefix that the stack may use. */
  readonly outputs: Readonly<Record<string, string>>;
}

/** The stages that Vibes calls: two while it changes its URLs. */
export function calledStages(stack: DeployedStack): readonly string[] {
  return [stack.output('ApiStageName'), stack.optional('PreviousApiStageName') ?? []].flat();
}

/** @throws OpsError when there is no such stack */
export async function readStack(clients: Clients, { stackName, dataFolder }: Access): Promise<DeployedStack> {
  const { client, sdk } = await clients.cloudFormation();
  const command = new sdk.DescribeStacksCommand({ StackName: stackName });
  const { Stacks } = await client.send(command).catch((error: unknown) => {
    throw isMissing(error) ? new OpsError('no-such-stack', noSuchStack(stackName, dataFolder)) : error;
  });
  const stack = Stacks?.[0];
  if (stack === undefined) throw new OpsError('no-such-stack', noSuchStack(stackName, dataFolder));
  const listed = (stack.Outputs ?? []).map(({ OutputKey = '', OutputValue = '' }) => [OutputKey, OutputValue]);
  const outputs = plainOutputs(Object.fromEntries(listed));
  return {
    name: stackName,
    status: stack.StackStatus ?? 'UNKNOWN',
    outputs,
    optional: (name) => outputs[name],
    output: (name) => {
      const value = outputs[name];
      if (value === undefined) throw new OpsError('output-missing', missingOutput(stackName, name));
      return value;
    },
  };
}

/** "Stack with id … does not exist" is a ValidationError like any other. */
function isMissing(error: unknown): boolean {
  return error instanceof Error && error.name === 'ValidationError' && /does not exist/.test(error.message);
}

function noSuchStack(name: string, dataFolder: string | undefined): string {
  return dataFolder === undefined
    ? `There is no stack ${name} in this account and Region: set --stack or --region, or deploy it first.`
    : `The local cloud of ${dataFolder} runs no stack ${name}: leave out --stack.`;
}

function missingOutput(stackName: string, name: string): string {
  return `The stack ${stackName} has no output ${name}: another version deployed it. Deploy this version, or use the commands of the deployed one.`;
}
