import { join, resolve } from 'node:path';
import { type CdkRun, synthesizeApp } from '@vibes-callbacks/local-cloud/run';
import type { CliOptions } from './options';
import { type SynthReason, synthesize } from './synthesize';

const announcements = {
  first: 'Synthesizing the stack. Later starts reuse it until a source file or setting changes …',
  changed: 'Sources or settings changed: synthesizing the stack …',
} as const satisfies Record<SynthReason, string>;

type Wanted = Pick<CliOptions, 'assembly' | 'app' | 'rbmSecret' | 'data'>;

/**
 * The folder of the cloud assembly to run: the one that an option names, the project's own stack in a clone, otherwise
 * the CDK app in the current folder.
 */
export async function upToDateAssembly(
  { assembly, app, rbmSecret, data }: Wanted,
  projectDirectory: string,
  say: (line: string) => void,
  stays?: CdkRun['stays'],
): Promise<string> {
  if (assembly !== undefined) return resolve(assembly);
  const context = rbmSecret === undefined ? {} : { rbmSecret: 'create' };
  const directory = process.cwd();
  if (app === undefined && directory === projectDirectory) {
    return synthesize({ projectDirectory, context, onStart: (reason) => say(announcements[reason]) });
  }
  say('Synthesizing your app …');
  const optional = { ...(app === undefined ? {} : { command: app }), ...(stays === undefined ? {} : { stays }) };
  return synthesizeApp({ directory, ...optional, context, store: join(resolve(data), 'assemblies') });
}
