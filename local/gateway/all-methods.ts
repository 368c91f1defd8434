import type { Method, ResourceNode } from './api-model';

/** Every method of a resource tree. */
export function allMethods(node: ResourceNode): readonly Method[] {
  const children = [...node.exact.values(), node.parameter?.node, node.greedy?.node].filter(
    (child) => child !== undefined,
  );
  return [...node.methods.values(), ...children.flatMap(allMethods)];
}
