import { runCommand } from './run-command';

/**
 * Synthesizes the app into a folder, with settings by their environment variables and none from a file.
 * @throws Error with what the app said
 */
export async function synthesizeApp(folder: string, settings: Readonly<Record<string, string>> = {}): Promise<void> {
  // `npm run synth` applies CDK's rules.
  const environment = { CALLBACKS_SETTINGS: 'none', CDK_VALIDATION: 'false', ...settings, CDK_OUTDIR: folder };
  const { code, output } = await runCommand(process.execPath, ['--import', 'tsx', 'bin/app.ts'], { environment });
  if (code !== 0) throw new Error(output);
}
