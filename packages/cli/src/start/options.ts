import { readFileSync } from 'node:fs';
import { filled, readMinute, readPort } from '@vibes-callbacks/local-cloud/run';
import { Command, InvalidArgumentError, Option } from 'commander';
import { defaultDataFolder } from '../frame/local-place';
import type { VibesApiServer } from './vibes-api-server';

export interface CliOptions {
  readonly port: number;
  readonly data: string;
  readonly username?: string;
  readonly password?: string;
  readonly rbmSecret?: string;
  readonly assembly?: string;
  /** The user's own CDK app, in this folder. */
  readonly app?: string;
  readonly stack?: string;
  readonly watch: boolean;
  readonly forward?: string;
  /** Seconds of a minute of CloudWatch. */
  readonly minute: number;
  /** The rules of the emulator of Vibes' Callback API. @default - none is served */
  readonly vibesApi?: readonly string[];
}

/** In a clone, which has no command of the package. */
const cloneName = 'npm start --';

/** @param run called with the options once they are right; otherwise commander says what is wrong, and exits with 1 */
export function command(
  run: (options: CliOptions) => Promise<void>,
  name = cloneName,
  vibesApi?: VibesApiServer,
): Command {
  const program = new Command(name)
    .description('Runs the synthesized stack on this machine: send a callback, see its event.')
    .option('--port <number>', 'port that accepts callbacks; 0 chooses a free one', readPort, 8787)
    .option('--data <folder>', 'folder for all data; a restart continues with it', defaultDataFolder)
    .option('--username <name>', 'user name for MO callbacks (default: the one of the stack)', filled)
    .option('--password-file <file>', 'file with the password for MO callbacks (default: generated once)', readSecret)
    .addOption(secretOption('--password <password>', 'the password itself', 'passwordFile', 'CALLBACKS_MO_PASSWORD'))
    .option(
      '--rbm-secret-file <file>',
      'check the signatures of RBM callbacks with the secret in this file',
      readSecret,
    )
    .addOption(secretOption('--rbm-secret <secret>', 'the secret itself', 'rbmSecretFile', 'CALLBACKS_RBM_SECRET'))
    .option('--assembly <folder>', 'run the output of "cdk synth" in this folder instead of synthesizing')
    .option(
      '--app <command>',
      'synthesize your own CDK app with this command (default: "app" of cdk.json here)',
      filled,
    )
    .option('--stack <name>', 'stack of your app (default: the one with a VibesCallbacks in it)', filled)
    .option('--watch', 'reload functions as their code is saved, and synthesize again for everything else', false)
    .option('--forward <url>', 'POST each event to a server of yours as well', readUrl)
    .option(
      '--minute <seconds>',
      'length of a minute of CloudWatch: metrics, alarms and retries run faster, functions and their claims do not',
      readMinute,
      60,
    )
    .addHelpText(
      'after',
      `\nHow it works, and how it differs from AWS: docs/LOCAL.md. Samples to send: ${name === cloneName ? 'npm run ops -- ' : 'vibes-callbacks '}send --list`,
    )
    .allowExcessArguments(false)
    .showHelpAfterError('(--help shows the options)')
    .action((options: ParsedOptions, parsed: Command) => {
      for (const [name, flag] of [
        ['password', '--password'],
        ['rbmSecret', '--rbm-secret'],
      ] as const) {
        if (parsed.getOptionValueSource(name) === 'cli') console.error(visibleTo(flag));
      }
      return run(withSecrets(options));
    });
  return vibesApi === undefined ? program : program.addOption(vibesApiOption(vibesApi));
}

function vibesApiOption({ rules }: VibesApiServer): Option {
  const words = Object.entries(rules).map(([name, about]) => `${name}: ${about}`);
  return new Option(
    '--vibes-api [rule,…]',
    `also serve a stand-in for Vibes' Callback API, for "connect", on the port after --port; ${words.join('; ')}`,
  )
    .preset('')
    .argParser((text: string) => {
      const asked = text === '' ? [] : text.split(',');
      if (asked.every((rule) => Object.hasOwn(rules, rule))) return asked;
      throw new InvalidArgumentError(`The rules are ${Object.keys(rules).join(', ')}.`);
    });
}

interface ParsedOptions extends CliOptions {
  readonly passwordFile?: string;
  readonly rbmSecretFile?: string;
}

function withSecrets({ passwordFile, rbmSecretFile, ...options }: ParsedOptions): CliOptions {
  return {
    ...options,
    ...(passwordFile === undefined ? {} : { password: passwordFile }),
    ...(rbmSecretFile === undefined ? {} : { rbmSecret: rbmSecretFile }),
  };
}

/** On the command line or in a variable; it contradicts a file. */
function secretOption(flags: string, about: string, file: string, variable: string): Option {
  const option = new Option(flags, `${about}, which every user of this machine can see in the list of processes`);
  return option.env(variable).argParser(filled).conflicts(file);
}

function visibleTo(flag: string): string {
  const variable = flag === '--password' ? 'CALLBACKS_MO_PASSWORD' : 'CALLBACKS_RBM_SECRET';
  return `${flag} shows in the list of processes, to every user of this machine: use ${flag}-file, or the variable ${variable}.`;
}

/** The first line, as an editor or a password manager writes it. */
function readSecret(path: string): string {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch {
    throw new InvalidArgumentError('The file cannot be read.');
  }
  return filled(text.replace(/\r?\n$/, ''));
}

function readUrl(text: string): string {
  if (/^https?:$/.test(URL.canParse(text) ? new URL(text).protocol : '')) return text;
  throw new InvalidArgumentError('Write a URL like http://127.0.0.1:3000/hook.');
}
