import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { endWithThisProcess } from '../base/end-with-this-process';
import { LocalCloudError } from '../base/local-cloud-error';
import { asRecord } from '../template/properties';

export interface CdkApp {
  /** As `app` of `cdk.json` has it: `npx tsx bin/app.ts`. */
  readonly command: string;
  /** Of `cdk.json` and `cdk.context.json`. */
  readonly context: Readonly<Record<string, unknown>>;
}

export interface CdkRun extends CdkApp {
  readonly directory: string;
  /** Where the cloud assembly goes. */
  readonly output: string;
  /** Added to the context, as `cdk synth -c key=value` does. */
  readonly more?: Readonly<Record<string, string>>;
  /** An app that keeps running after it has synthesized, and the sign that it does. */
  readonly stays?: {
    readonly environment: Readonly<Record<string, string>>;
    ready(): Promise<void>;
    /** What it writes to its standard error, also afterwards. */
    heard(text: string): void;
  };
}

/** @throws LocalCloudError where the folder has no CDK app */
export function readCdkJson(directory: string, command?: string): CdkApp {
  const { app, context } = readJson(join(directory, 'cdk.json'));
  const wanted = command ?? app;
  if (typeof wanted !== 'string') {
    throw new LocalCloudError(
      'no-cdk-app',
      `There is no cdk.json with an "app" in ${directory}: start in the folder of your CDK app, or name the command with --app.`,
    );
  }
  return { command: wanted, context: { ...readJson(join(directory, 'cdk.context.json')), ...asRecord(context) } };
}

/**
 * Runs a CDK app as the CDK CLI does, with this process's Node.js.
 * @throws LocalCloudError with what the app said
 */
export async function runCdkApp({ command, context, directory, output, more = {}, stays }: CdkRun): Promise<void> {
  const ready = stays?.ready().then(() => 0);
  const child = spawn(command, {
    shell: true,
    cwd: directory,
    stdio: ['ignore', 'ignore', 'pipe'],
    // A separate process group, so that the shell's children end with it.
    detached: process.platform !== 'win32',
    env: {
      ...withoutAws(process.env),
      PATH: `${dirname(process.execPath)}${delimiter}${process.env.PATH ?? ''}`,
      CDK_OUTDIR: output,
      CDK_CONTEXT_JSON: JSON.stringify({ ...context, ...more }),
      ...stays?.environment,
    },
  });
  endWithThisProcess(child);
  let said = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    said += text;
    stays?.heard(text);
  });
  const ended = new Promise((resolve, reject) => child.once('error', reject).once('close', resolve));
  const code = await (ready === undefined ? ended : Promise.race([ended, ready]));
  if (code !== 0) throw new LocalCloudError('synth-failed', `The stack cannot be synthesized:\n${said.trim()}`);
}

/** The template must not depend on whose machine it is. Whether CDK applies its rules does not change it. */
function withoutAws(environment: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const entries = Object.entries(environment).filter(([name]) => !/^(AWS_|CDK_(?!VALIDATION$))/.test(name));
  return Object.fromEntries(entries);
}

function readJson(path: string): Record<string, unknown> {
  if (!existsSync(path)) return {};
  try {
    return asRecord(JSON.parse(readFileSync(path, 'utf8')));
  } catch (cause) {
    throw new LocalCloudError(
      'cdk-json-damaged',
      `${path} is not JSON: correct it, or restore it from the last commit.`,
      {
        cause,
      },
    );
  }
}
