import { childrenOf, type ResourceNode } from '../../gateway/api-model';

export interface FlatResource {
  readonly id: string;
  readonly path: string;
  readonly parentId?: string;
  readonly pathPart?: string;
  readonly resourceMethods?: Readonly<Record<string, object>>;
}

/** A resource tree as the API lists it. */
export function flattenResources(node: ResourceNode, parentId?: string): readonly FlatResource[] {
  const path = node.path === '' ? '/' : node.path;
  const methods = Object.fromEntries([...node.methods.keys()].map((name) => [name, {}]));
  const own: FlatResource = {
    id: node.id,
    path,
    ...(parentId === undefined ? {} : { parentId, pathPart: path.slice(path.lastIndexOf('/') + 1) }),
    ...(node.methods.size === 0 ? {} : { resourceMethods: methods }),
  };
  return [own, ...childrenOf(node).flatMap((child) => flattenResources(child, node.id))];
}
