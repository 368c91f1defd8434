import { readFileSync } from 'node:fs';
import { readMinute, readPort } from '@vibes-callbacks/local-cloud/run';
import { Command, InvalidArgumentError, Option } from 'commander';
import { filled } from '../frame/filled';
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
  readonly watch?: boolean;
  readonly forward?: string;
  /** Seconds of a minute of CloudWatch. */
  readonly minute: number;
  /** The rules of the emulated Callback API of Vibes. @default - it is not served */
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
    .description('Runs the stack on this machine, until Ctrl-C: send it a callback, and see the event.')
    .option('--port <number>', 'port for callbacks and the inbox page; 0 chooses a free one', readPort, 8787)
    .option('--data <folder>', 'folder for all data; the next start continues with it', filled, defaultDataFolder)
    .option('--username <name>', "user name for MO callbacks (default: the stack's)", readUserName)
    .option(
      '--password-file <file>',
      'file with the password for MO callbacks (default: generated at the first start)',
      readSecret,
    )
    .addOption(secretOption('--password <password>', 'the password', 'passwordFile', 'CALLBACKS_MO_PASSWORD'))
    .option(
      '--rbm-secret-file <file>',
      'file with the secret that signs RBM callbacks; their signatures are then checked',
      readSecret,
    )
    .addOption(secretOption('--rbm-secret <secret>', 'the secret', 'rbmSecretFile', 'CALLBACKS_RBM_SECRET'))
    .addOption(
      new Option('--assembly <folder>', 'run the output of "cdk synth" in this folder instead of synthesizing')
        .argParser(filled)
        .conflicts(['app', 'watch']),
    )
    .option(
      '--app <command>',
      'synthesize your own CDK app with this command (default: "app" of cdk.json here)',
      filled,
    )
    .option('--stack <name>', 'stack of your app (default: the one with a VibesCallbacks)', filled)
    .option('--watch', 'reload functions when their code is saved, and synthesize again for everything else')
    .option('--forward <url>', 'also POST each event to your own server', readUrl)
    .option(
      '--minute <seconds>',
      'how long a CloudWatch minute takes: with fewer than 60, metrics, alarms and retries run faster, functions do not',
      readMinute,
      60,
    )
    .addHelpText(
      'after',
      () =>
        `${vibesApi === undefined ? '' : rulesText(vibesApi)}\nHow it works, and how it differs from AWS: docs/LOCAL.md. Samples to send: ${name === cloneName ? 'npm run send -- ' : 'npx vibes-callbacks send '}--list`,
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
      return run(toCliOptions(options));
    });
  return vibesApi === undefined ? program : program.addOption(vibesApiOption(vibesApi));
}

function vibesApiOption({ rules }: VibesApiServer): Option {
  return new Option(
    '--vibes-api [rule,…]',
    'also emulate Vibes\' Callback API, for "connect", on the port after --port; rules: see below',
  ).argParser((text: string) => {
    const asked = text.split(',');
    if (asked.every((rule) => Object.hasOwn(rules, rule))) return asked;
    throw new InvalidArgumentError(`The rules are ${Object.keys(rules).join(', ')}.`);
  });
}

/** One rule a line. */
function rulesText({ rules }: VibesApiServer): string {
  const width = Math.max(...Object.keys(rules).map(({ length }) => length));
  const lines = Object.entries(rules).map(([name, about]) => `  ${name.padEnd(width)}  ${about}`);
  return `\nRules of --vibes-api:\n${lines.join('\n')}\n`;
}

interface ParsedOptions extends Omit<CliOptions, 'vibesApi'> {
  readonly passwordFile?: string;
  readonly rbmSecretFile?: string;
  /** True: without rules. */
  readonly vibesApi?: readonly string[] | true;
}

function toCliOptions({ passwordFile, rbmSecretFile, vibesApi, ...options }: ParsedOptions): CliOptions {
  return {
    ...options,
    ...(vibesApi === undefined ? {} : { vibesApi: vibesApi === true ? [] : vibesApi }),
    ...(passwordFile === undefined ? {} : { password: passwordFile }),
    ...(rbmSecretFile === undefined ? {} : { rbmSecret: rbmSecretFile }),
  };
}

/** On the command line or in a variable; it contradicts a file. */
function secretOption(flags: string, about: string, file: string, variable: string): Option {
  const option = new Option(flags, `${about}; every user of this machine can see it in the list of processes`);
  return option.env(variable).argParser(filled).conflicts(file);
}

function visibleTo(flag: string): string {
  const variable = flag === '--password' ? 'CALLBACKS_MO_PASSWORD' : 'CALLBACKS_RBM_SECRET';
  return `${flag} shows in the list of processes, to every user of this machine: use ${flag}-file, or the variable ${variable}.`;
}

/** Basic Auth ends the user name at the first colon (RFC 7617). */
function readUserName(text: string): string {
  if (text.includes(':')) throw new InvalidArgumentError('A user name cannot contain a colon.');
  return filled(text);
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
