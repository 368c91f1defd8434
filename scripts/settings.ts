import { Command, CommanderError } from 'commander';
import { ConfigError } from '../lib/config';
import { defaultSettingsFile } from '../lib/settings-file';
import { settingsHelp, settingsText } from '../lib/settings-text';
import { writeSettings } from '../lib/write-settings';

function main(argv: readonly string[]): void {
  const command = new Command('npm run settings --')
    .exitOverride()
    .showHelpAfterError('(npm run settings -- --help shows them)')
    .description('Keeps settings in a file, so that each deployment has them; without any it shows what the file has.')
    .argument('[key=value...]', 'what to keep; "key=" takes a setting out')
    .option('--file <path>', 'another file: deploy with -c settings=<path>', defaultSettingsFile)
    .addHelpText('after', `\n${settingsHelp()}`)
    .parse([...argv], { from: 'user' });
  const { file } = command.opts<{ file: string }>();
  console.log(settingsText(file, writeSettings(file, command.args)));
}

try {
  main(process.argv.slice(2));
} catch (error) {
  // commander has said what is wrong, or what was asked for, already.
  if (!(error instanceof CommanderError)) console.error(error instanceof ConfigError ? error.message : error);
  process.exitCode = error instanceof CommanderError && error.exitCode === 0 ? 0 : 2;
}
