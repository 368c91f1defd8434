import { existsSync, readFileSync } from 'node:fs';
import { isAbsolute, join } from 'node:path';
import { LocalCloudError } from '../base/local-cloud-error';
import { asRecord, isRecord } from './properties';
import type { Template } from './template';

/** What `cdk synth` wrote: one stack's template and the assets that it names. */
export interface CloudAssembly {
  readonly directory: string;
  readonly stackName: string;
  readonly template: Template;
  /** The folder of the asset that `Code.S3Key` names. */
  assetDirectory(objectKey: string): string;
}

/** A stack of the assembly, or of a stage in it. */
export interface AssembledStack {
  readonly directory: string;
  readonly stackName: string;
  readonly template: Template;
  readonly templateFile: string;
}

/** Which stack of an assembly is meant. @throws LocalCloudError when none is, or more than one */
export type StackChoice = (stacks: readonly AssembledStack[]) => AssembledStack;

/** @throws LocalCloudError when the folder is not a cloud assembly, or has not one stack to choose */
export function readCloudAssembly(directory: string, choose: StackChoice = theOnly(directory)): CloudAssembly {
  const { stackName, template, templateFile, directory: of } = choose(readStacks(directory));
  const assets = assetDirectories(of, templateFile.replace(/\.template\.json$/, '.assets.json'));
  return {
    directory,
    stackName,
    template,
    assetDirectory: (key) => assets.get(key) ?? fail(`The cloud assembly in ${directory} has no asset ${key}.`),
  };
}

function theOnly(directory: string): StackChoice {
  return ([stack, ...others]) => {
    const count = stack === undefined ? 0 : others.length + 1;
    if (stack !== undefined && count === 1) return stack;
    throw new LocalCloudError(
      'assembly-unreadable',
      `The cloud assembly in ${directory} has ${count} stacks; the local cloud runs one.`,
    );
  };
}

/** A stage of the app is an assembly in the assembly. */
function readStacks(directory: string): readonly AssembledStack[] {
  const artifacts = Object.values(asRecord(readJson(directory, 'manifest.json').artifacts)).filter(isRecord);
  return artifacts.flatMap(({ type, properties }) => {
    const { directoryName } = asRecord(properties);
    if (type === 'cdk:cloud-assembly') return readStacks(join(directory, String(directoryName)));
    return type === 'aws:cloudformation:stack' ? [readStackOf(directory, asRecord(properties))] : [];
  });
}

function readStackOf(directory: string, { templateFile, stackName }: Record<string, unknown>): AssembledStack {
  const file = String(templateFile);
  const template = readJson(directory, file);
  if (!isTemplate(template))
    throw new LocalCloudError('template-incomplete', `${join(directory, file)} has no Resources.`);
  const name = typeof stackName === 'string' ? stackName : file.replace(/\.template\.json$/, '');
  return { directory, stackName: name, template, templateFile: file };
}

function assetDirectories(directory: string, file: string): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  if (!existsSync(join(directory, file))) return found;
  for (const asset of Object.values(asRecord(readJson(directory, file).files))) {
    const { source, destinations } = asRecord(asset);
    const path = String(asRecord(source).path);
    for (const destination of Object.values(asRecord(destinations))) {
      found.set(String(asRecord(destination).objectKey), isAbsolute(path) ? path : join(directory, path));
    }
  }
  return found;
}

function readJson(directory: string, file: string): Record<string, unknown> {
  const path = join(directory, file);
  try {
    return asRecord(JSON.parse(readFileSync(path, 'utf8')));
  } catch (cause) {
    throw new LocalCloudError(
      'assembly-unreadable',
      `${path} cannot be read: is ${directory} a folder that "cdk synth" wrote?`,
      { cause },
    );
  }
}

function isTemplate(value: Record<string, unknown>): value is Record<string, unknown> & Template {
  return isRecord(value.Resources);
}

function fail(sentence: string): never {
  throw new LocalCloudError('assembly-unreadable', sentence);
}
