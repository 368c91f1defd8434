import type { JsonTree } from '../pattern/json-tree';

type Step = { readonly name: string } | { readonly index: number | '*' };

/** Reads a value of an event, by path. */
export type PathReader = (event: JsonTree) => JsonTree | undefined;

/**
 * Compiles the JSON paths that EventBridge knows: dots, names of letters, digits, `-`, `_` and `/`, indices of arrays
 * and `*` (user guide, "Amazon EventBridge input transformation").
 * @throws Error for another path
 */
export function compileJsonPath(path: string): PathReader {
  const steps = readSteps(path);
  return (event) => follow(event, steps);
}

function readSteps(path: string): readonly Step[] {
  if (!path.startsWith('$')) throw new Error(`the path "${path}" does not begin with $`);
  const steps: Step[] = [];
  const part = /\.([\w/-]+|\*)|\[(\d+|\*)\]|\['([^']+)'\]/y;
  part.lastIndex = 1;
  while (part.lastIndex < path.length) {
    const found = part.exec(path);
    if (found === null) throw new Error(`the path "${path}" has something other than names and indices`);
    const [, name, index, quoted] = found;
    if (name === '*' || index === '*') steps.push({ index: '*' });
    else if (index !== undefined) steps.push({ index: Number(index) });
    else steps.push({ name: quoted ?? name ?? '' });
  }
  return steps;
}

function follow(value: JsonTree, [step, ...rest]: readonly Step[]): JsonTree | undefined {
  if (step === undefined) return value;
  if ('name' in step) {
    const entry = value.kind === 'object' ? value.entries.findLast(([key]) => key === step.name) : undefined;
    return entry === undefined ? undefined : follow(entry[1], rest);
  }
  if (step.index === '*') return followAll(value, rest);
  const item = value.kind === 'array' ? value.items[step.index] : undefined;
  return item === undefined ? undefined : follow(item, rest);
}

function followAll(value: JsonTree, rest: readonly Step[]): JsonTree | undefined {
  const members = value.kind === 'object' ? value.entries.map(([, member]) => member) : [];
  const all = value.kind === 'array' ? value.items : members;
  const items = all.map((item) => follow(item, rest)).filter((item) => item !== undefined);
  return items.length === 0 ? undefined : { kind: 'array', items };
}
