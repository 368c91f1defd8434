import { type JsonTree, writeJsonTree } from '../pattern/json-tree';
import { compileInputTransformer, type RuleNames } from './input-transformer';
import { compileJsonPath } from './json-path';

/** What a target gets of an event. `json` is the event to the letter. */
export type TargetInput = (event: {
  readonly json: string;
  readonly tree: JsonTree;
  readonly publishedAt: Date;
}) => string;

/** Compiles `Input`, `InputPath` or `InputTransformer` of a target; without any it gets the whole event. @throws Error */
export function compileTargetInput(target: Readonly<Record<string, unknown>>, rule: RuleNames): TargetInput {
  const { Input: constant, InputPath: path, InputTransformer: transformer } = target;
  const given = [constant, path, transformer].filter((one) => one !== undefined);
  if (given.length > 1) throw new Error('it has more than one of Input, InputPath and InputTransformer');
  if (transformer !== undefined) {
    const transform = compileInputTransformer(transformer, rule);
    return ({ tree, publishedAt }) => transform(tree, publishedAt);
  }
  if (path !== undefined) {
    const read = compileJsonPath(String(path));
    return ({ tree }) => writeJsonTree(read(tree) ?? { kind: 'word', text: 'null' });
  }
  if (constant === undefined) return ({ json }) => json;
  const text = String(constant);
  JSON.parse(text);
  return () => text;
}
