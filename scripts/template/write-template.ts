import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join, sep } from 'node:path';
import { App, CliCredentialsStackSynthesizer, type IReusableStackSynthesizer, Validations } from 'aws-cdk-lib';
import { context as kept } from '../../cdk.json';
import { anyStackName } from '../../lib/deployed-name';
import { readDeployment } from '../../lib/read-deployment';
import { fileKey } from '../../lib/read-settings';
import { VibesCallbacksStack } from '../../lib/vibes-callbacks-stack';
import { UsageError } from '../../packages/proof/src/support/run-main';
import { zip } from './zip';

export interface TemplateOptions {
  /** The bucket that the functions' code will be in; `${AWS::Region}` and `${AWS::AccountId}` may be parts of its name. */
  readonly bucket: string;
  /** The folder there, without slashes at its ends. */
  readonly prefix: string;
  /** The folder that the files are written into. */
  readonly out: string;
  /** @default - the settings of the clone */
  readonly settings?: string | undefined;
  readonly environment: Readonly<Record<string, string | undefined>>;
}

export interface WrittenTemplate {
  /** The names of the files in the folder, the template last. */
  readonly files: readonly string[];
  readonly templateBytes: number;
  readonly advice: readonly string[];
}

export const templateFile = 'template.json';

/** CloudFormation's quotas: of a template in S3, and of one that is sent along. */
export const mostBytes = 1_000_000;
export const mostBytesInline = 51_200;

interface AssetManifest {
  readonly files: Readonly<Record<string, FileAsset>>;
}

interface FileAsset {
  readonly source: { readonly path: string; readonly packaging: 'file' | 'zip' };
  readonly destinations: Readonly<Record<string, { readonly objectKey: string }>>;
}

/**
 * Writes the template and the functions' code, so that CloudFormation and S3 are enough to deploy them. The template is
 * written last, and in one step.
 * @throws UsageError with a sentence a mistake: nothing is written then
 */
export function writeTemplate(options: TemplateOptions): WrittenTemplate {
  const { bucket, prefix, out, settings: file, environment } = options;
  const context = file === undefined ? {} : { [fileKey]: file };
  const { settings, mistakes, advice } = readDeployment({ context, kept: {}, environment, region: undefined });
  const all = [...nameMistakes(bucket, prefix), ...mistakes];
  if (all.length > 0) throw new UsageError(all.join('\n'));
  const assembly = mkdtempSync(join(tmpdir(), 'vibes-template-'));
  try {
    const app = new App({
      outdir: assembly,
      context: { ...kept, [anyStackName]: true },
      defaultStackSynthesizer: withoutBootstrap(bucket, prefix),
    });
    const stack = new VibesCallbacksStack(app, 'VibesCallbacks', settings);
    acknowledge(stack);
    app.synth();
    const zips = readZips(assembly, stack.artifactId);
    const template = readFileSync(join(assembly, stack.templateFile));
    if (template.length > mostBytes) throw new UsageError(tooLong(template.length));
    writeFiles(out, zips, template);
    return { files: [...zips.keys(), templateFile], templateBytes: template.length, advice };
  } finally {
    rmSync(assembly, { recursive: true, force: true });
  }
}

/** Refers to a bucket alone: no role, parameter or rule of CDK's bootstrap stack. */
function withoutBootstrap(bucket: string, prefix: string): IReusableStackSynthesizer {
  const synthesizer = new CliCredentialsStackSynthesizer({ fileAssetsBucketName: bucket, bucketPrefix: `${prefix}/` });
  if (isReusable(synthesizer)) return synthesizer;
  throw new Error('CDK has another synthesizer than this was written for');
}

/** It declares so, but TypeScript's `exactOptionalPropertyTypes` disagrees. */
function isReusable(synthesizer: object): synthesizer is IReusableStackSynthesizer {
  return 'reusableBind' in synthesizer;
}

function nameMistakes(bucket: string, prefix: string): readonly string[] {
  const plain = bucket.replaceAll(/\$\{AWS::(Region|AccountId)\}/g, '123456789012');
  return [
    ...(/^[a-z\d][a-z\d.-]{1,61}[a-z\d]$/.test(plain)
      ? []
      : [
          `--bucket is "${bucket}": write the name of an S3 bucket, as in "my-artifacts" or 'my-artifacts-\${AWS::Region}'.`,
        ]),
    // Characters that S3's user guide calls safe in keys.
    ...(/^[\w!.*'()-]+(\/[\w!.*'()-]+)*$/.test(prefix)
      ? []
      : [`--prefix is "${prefix}": write a folder of the bucket without slashes at its ends, as in "vibes/1.2.0".`]),
  ];
}

/** Said once, by the command itself. */
function acknowledge(stack: VibesCallbacksStack): void {
  const reason = 'The command that writes the template says it.';
  const ids = ['no-alarm-email', 'mutual-tls-policy', 'deprecated-props'];
  Validations.of(stack).acknowledge(...ids.map((id) => ({ id: `Annotation::vibes-callbacks:${id}`, reason })));
}

/** By their name in S3. */
function readZips(assembly: string, artifactId: string): ReadonlyMap<string, Uint8Array> {
  const manifest: AssetManifest = JSON.parse(readFileSync(join(assembly, `${artifactId}.assets.json`), 'utf8'));
  const zips = Object.values(manifest.files)
    .filter(({ source }) => source.packaging === 'zip')
    .map(({ source, destinations }) => {
      const [destination] = Object.values(destinations);
      const name = destination?.objectKey.split('/').at(-1) ?? '';
      return [name, zip(filesIn(join(assembly, source.path)))] as const;
    });
  return new Map(zips);
}

function filesIn(folder: string): ReadonlyMap<string, Uint8Array> {
  const names = readdirSync(folder, { recursive: true, encoding: 'utf8' });
  const files = names.filter((name) => statSync(join(folder, name)).isFile());
  return new Map(files.map((name) => [name.split(sep).join('/'), readFileSync(join(folder, name))]));
}

function writeFiles(out: string, zips: ReadonlyMap<string, Uint8Array>, template: Buffer): void {
  mkdirSync(out, { recursive: true });
  for (const [name, content] of zips) writeFileSync(join(out, name), content);
  const unfinished = join(out, `.${templateFile}`);
  writeFileSync(unfinished, template);
  renameSync(unfinished, join(out, templateFile));
  // Of the version before: named by what is in them.
  const old = readdirSync(out).filter((name) => /^[\da-f]{64}\.zip$/.test(name) && !zips.has(name));
  for (const name of old) rmSync(join(out, name));
}

function tooLong(bytes: number): string {
  return `The template has ${bytes} bytes, and CloudFormation takes ${mostBytes}: turn off what adds to it, such as schemaRegistry.`;
}
