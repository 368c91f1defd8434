import { existsSync, readFileSync } from 'node:fs';
import { isAbsolute, join } from 'node:path';
import { LocalCloudError } from '../local-cloud-error';
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

/** @throws LocalCloudError when the folder is not a cloud assembly of one stack */
export function readCloudAssembly(directory: string): CloudAssembly {
  const artifacts = asRecord(readJson(directory, 'manifest.json').artifacts);
  const stacks = Object.values(artifacts)
    .filter(isRecord)
    .filter(({ type }) => type === 'aws:cloudformation:stack');
  const [stack] = stacks;
  if (stack === undefined || stacks.length > 1) {
    throw new LocalCloudError(
      `The cloud assembly in ${directory} has ${stacks.length} stacks; the local cloud runs one.`,
    );
  }
  const { templateFile, stackName } = asRecord(stack.properties);
  const file = String(templateFile);
  const template = readJson(directory, file);
  if (!isTemplate(template)) throw new LocalCloudError(`${join(directory, file)} has no Resources.`);
  const assets = assetDirectories(directory, file.replace(/\.template\.json$/, '.assets.json'));
  return {
    directory,
    stackName: typeof stackName === 'string' ? stackName : file.replace(/\.template\.json$/, ''),
    template,
    assetDirectory: (key) => assets.get(key) ?? fail(`The cloud assembly in ${directory} has no asset ${key}.`),
  };
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
    throw new LocalCloudError(`${path} cannot be read: is ${directory} a folder that "cdk synth" wrote?`, { cause });
  }
}

function isTemplate(value: Record<string, unknown>): value is Record<string, unknown> & Template {
  return isRecord(value.Resources);
}

function fail(sentence: string): never {
  throw new LocalCloudError(sentence);
}
