import { join, resolve } from 'node:path';
import { CodedError } from '../base/coded-error';
import { printableLines } from '../base/text';
import { chooseStack } from './choose-stack';
import { type CommandOptions, command } from './options';
import type { CdkRun } from './run-cdk-app';
import { type Run, runStack } from './run-stack';
import { synthesizeApp } from './synthesize-app';
import { TerminalOutput } from './terminal-output';

/** `local-cloud`: a mistake that its user can fix is one sentence, and exit code 1. */
export async function main(argv: readonly string[]): Promise<void> {
  try {
    await command(run).parseAsync(argv);
  } catch (error) {
    if (!(error instanceof CodedError)) throw error;
    console.error(printableLines(error.message));
    process.exit(1);
  }
}

async function run(options: CommandOptions): Promise<void> {
  const output = new TerminalOutput(process.stdout, process.stderr, () => new Date());
  const dataDir = resolve(options.data);
  const started = await runStack(
    {
      dataDir,
      port: options.port,
      minuteMs: options.minute * 1000,
      chooseStack: chooseStack(options.stack),
      assembly: (stays) => assemblyOf(options, dataDir, stays),
      ...(options.watch ? { watched: process.cwd() } : {}),
    },
    output,
  );
  output.say(welcome(started, dataDir));
  output.say(`\nready ${started.endpointUrl}`);
}

async function assemblyOf({ assembly, app }: CommandOptions, dataDir: string, stays: CdkRun['stays']): Promise<string> {
  if (assembly !== undefined) return resolve(assembly);
  return synthesizeApp({
    directory: process.cwd(),
    store: join(dataDir, 'assemblies'),
    ...(app === undefined ? {} : { command: app }),
    ...(stays === undefined ? {} : { stays }),
  });
}

/** The stack's outputs, how to call AWS here, and what does not run. */
function welcome({ cloud, outputs }: Run, dataDir: string): string {
  const { unsupportedTypes, notRun, stackName } = cloud.current;
  const width = Math.max(0, ...Object.keys(outputs).map(({ length }) => length));
  const types = unsupportedTypes.length === 0 ? [] : [`Not supported here: ${unsupportedTypes.join(', ')}.`];
  return [
    `${stackName}:`,
    ...Object.entries(outputs).map(([name, value]) => `  ${name.padEnd(width)}  ${value}`),
    '',
    `AWS: AWS_ENDPOINT_URL=${cloud.access.aws.endpoint}, its access key is in ${join(dataDir, 'aws.json')}`,
    `Events: ${join(dataDir, 'events.jsonl')}. What the functions log: ${join(dataDir, 'functions.log')}.`,
    ...types,
    ...notRun,
  ].join('\n');
}
