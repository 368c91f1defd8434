import type { Method, ResourceNode } from './api-model';

/** Every function that the API calls: its integrations and its authorizers. */
export function calledFunctions(root: ResourceNode): ReadonlySet<string> {
  const arns = allMethods(root).flatMap(({ functionArn, authorizer }) => [functionArn, authorizer?.functionArn]);
  return new Set(arns.filter((arn) => arn !== undefined));
}

/** Every method of a resource tree. */
function allMethods(node: ResourceNode): readonly Method[] {
  const children = [...node.exact.values(), node.parameter?.node, node.greedy?.node].filter(
    (child) => child !== undefined,
  );
  return [...node.methods.values(), ...children.flatMap(allMethods)];
}
