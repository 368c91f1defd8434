import type { ResourceNode } from './api-model';

export interface Match {
  readonly node: ResourceNode;
  readonly parameters: Readonly<Record<string, string>>;
}

/**
 * Finds the resource of a path as API Gateway does: an exact name before `{name}` before `{name+}`, the deepest first.
 * @param path without the stage; one slash at the end makes no difference
 */
export function matchResource(root: ResourceNode, path: string): Match | undefined {
  const segments = path.replace(/^\//, '').replace(/\/$/, '').split('/');
  return find(root, segments[0] === '' && segments.length === 1 ? [] : segments, {});
}

function find(node: ResourceNode, segments: readonly string[], parameters: Record<string, string>): Match | undefined {
  const [segment, ...rest] = segments;
  if (segment === undefined) return { node, parameters };
  const exact = node.exact.get(segment);
  const found = exact === undefined ? undefined : find(exact, rest, parameters);
  if (found !== undefined) return found;
  const { parameter, greedy } = node;
  if (parameter !== undefined && segment !== '') {
    const match = find(parameter.node, rest, { ...parameters, [parameter.name]: decoded(segment) });
    if (match !== undefined) return match;
  }
  if (greedy === undefined) return undefined;
  return { node: greedy.node, parameters: { ...parameters, [greedy.name]: decoded(segments.join('/')) } };
}

/** Parameters reach the function decoded; an invalid encoding stays as it is. */
function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
