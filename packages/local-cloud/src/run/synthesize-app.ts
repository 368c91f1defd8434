import { readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { LocalCloudError } from '../base/local-cloud-error';
import { makeFolder } from '../base/make-folder';
import { asRecord } from '../template/properties';
import { type CdkRun, readCdkJson, runCdkApp } from './run-cdk-app';

export interface AppToSynthesize {
  /** The folder of the CDK app. */
  readonly directory: string;
  /** @default `app` of its `cdk.json` */
  readonly command?: string;
  readonly context?: Readonly<Record<string, string>>;
  /** Where assemblies are kept. */
  readonly store: string;
  readonly stays?: CdkRun['stays'];
}

/** The current one, and the previous one, whose workers may still run. */
const kept = 2;

/**
 * Synthesizes a CDK app. It runs each time, because only the app knows which files it is made of.
 * @throws LocalCloudError with what the app said, or what it lacks
 */
export async function synthesizeApp({
  directory,
  command,
  context = {},
  store,
  stays,
}: AppToSynthesize): Promise<string> {
  const app = readCdkJson(directory, command);
  const output = join(store, `${Date.now()}`);
  makeFolder(output);
  await runCdkApp({ ...app, directory, output, more: context, ...(stays === undefined ? {} : { stays }) });
  checkComplete(output);
  const all = readdirSync(store)
    .filter((name) => /^\d+$/.test(name))
    .sort();
  for (const name of all.slice(0, -kept)) rmSync(join(store, name), { recursive: true, force: true });
  return output;
}

/** Leaves open what CDK would first have to look up in an account (a VPC, a hosted zone). */
function checkComplete(output: string): void {
  const { missing } = asRecord(JSON.parse(readFileSync(join(output, 'manifest.json'), 'utf8')));
  if (!Array.isArray(missing) || missing.length === 0) return;
  const keys = missing.map((one) => String(asRecord(one).key)).join(', ');
  throw new LocalCloudError(
    'lookup-needed',
    `The app has to look something up in your AWS account first (${keys}): run "npx cdk synth" once with credentials, which keeps it in cdk.context.json.`,
  );
}
