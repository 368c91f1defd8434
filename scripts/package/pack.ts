import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { buildPackages, type Packages } from './build';

/** Builds the three packages, and packs them into this folder. @returns the tarballs that would be published */
export async function packInto(folder: string): Promise<Packages> {
  const { product, localCloud, cli } = await buildPackages();
  return { product: pack(product, folder), localCloud: pack(localCloud, folder), cli: pack(cli, folder) };
}

/** Without the scripts: what `prepack` builds is built. */
function pack(from: string, folder: string): string {
  const args = ['pack', '--json', '--ignore-scripts', '--pack-destination', folder];
  const text = execFileSync('npm', args, { cwd: from, encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'] });
  const [{ filename }] = JSON.parse(text) as [{ readonly filename: string }];
  return join(folder, filename);
}
