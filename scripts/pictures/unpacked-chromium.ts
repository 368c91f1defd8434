import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { devDependencies } from '../tools/chromium/package.json';
import { installTool } from '../tools/install-tool.cjs';

const project = join(__dirname, '..', '..');
const folder = join(project, '.build', 'chromium', devDependencies['@sparticuz/chromium']);

export interface UnpackedChromium {
  readonly executablePath: string;
  readonly env: Readonly<Record<string, string | undefined>>;
}

/**
 * The Chromium of an npm package, installed and unpacked into this clone once. By itself the package unpacks into the folder for
 * temporary files, which is everybody's.
 */
export function unpackedChromium(): UnpackedChromium {
  if (!existsSync(folder)) unpack();
  return { executablePath: join(folder, 'chromium'), env: { ...process.env, ...ownSurroundings() } };
}

function unpack(): void {
  mkdirSync(join(folder, '..'), { recursive: true });
  const temporary = mkdtempSync(join(folder, '..', 'unpacking-'));
  // It brings the libraries that it needs where it believes to be in Lambda.
  const env = { ...process.env, TMPDIR: temporary, AWS_EXECUTION_ENV: 'AWS_Lambda_nodejs24.x' };
  execFileSync(process.execPath, ['-e', "require('@sparticuz/chromium').executablePath()"], {
    cwd: installTool('chromium'),
    env,
  });
  try {
    renameSync(temporary, folder);
  } catch (error) {
    // Another process was first.
    if (!existsSync(folder)) throw error;
    rmSync(temporary, { recursive: true, force: true });
  }
}

/** A bare container has neither the libraries nor a font. */
function ownSurroundings(): Record<string, string> {
  const fonts = join(folder, 'fonts.conf');
  const directories = [join(folder, 'fonts'), '/usr/share/fonts'].map((path) => `<dir>${path}</dir>`).join('');
  const cache = `<cachedir>${join(folder, 'font-cache')}</cachedir>`;
  writeFileSync(fonts, `<?xml version="1.0"?><fontconfig>${directories}${cache}</fontconfig>`);
  const more = process.env.LD_LIBRARY_PATH === undefined ? [] : [process.env.LD_LIBRARY_PATH];
  return { FONTCONFIG_FILE: fonts, LD_LIBRARY_PATH: [...more, join(folder, 'al2023', 'lib')].join(':') };
}
