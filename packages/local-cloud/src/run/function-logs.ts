import { join } from 'node:path';
import { readLog } from '../aws/logs/log-store';
import { namedFunction } from '../lambda/named-function';
import { readDataFile } from './cloud-child';

/** Where a program that started the stack finds the log groups of its functions. */
export const functionsFile = 'functions.json';

/** By logical id. */
export type FunctionLogGroups = Readonly<Record<string, { readonly logGroup: string }>>;

/** The lines of a function's log group. @throws Error for a name that matches no function, or several */
export function functionLogs(dataFolder: string, name: string): readonly string[] {
  const groups = readDataFile<FunctionLogGroups>(dataFolder, functionsFile);
  const ids = Object.keys(groups);
  const found = groups[namedFunction(ids, name) ?? ''];
  if (found === undefined)
    throw new Error(`"${name}" matches no function, or several. The functions are: ${ids.join(', ') || 'none'}.`);
  return readLog(join(dataFolder, 'logs'), found.logGroup).map(({ message }) => message);
}
