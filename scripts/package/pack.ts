import { execFileSync } from 'node:child_process';
import { join } from 'node:path';

const root = join(__dirname, '..', '..');

/** What would be published, as a file in this folder. */
export function packInto(folder: string): string {
  const text = execFileSync('npm', ['pack', '--json', '--pack-destination', folder], {
    cwd: root,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  // A script of npm's may have written before the JSON.
  const packed: unknown = JSON.parse(text.slice(text.indexOf('[')));
  const [{ filename }] = packed as [{ readonly filename: string }];
  return join(folder, filename);
}
