import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { markdownTable } from '../../packages/proof/src/support/markdown-table';
import type { Packages } from './packages';
import { sbom } from './sbom';
import { root, type ThirdPartyPackage } from './third-party-package';

/** What `npm run docs` writes about third-party packages. */
export function thirdPartyDocs(packages: Packages): ReadonlyMap<string, string> {
  return new Map([
    ['docs/THIRD-PARTY.md', page(packages)],
    ['docs/sbom.cdx.json', sbom(packages)],
  ]);
}

function page({ bundled, installed }: Packages): string {
  const inFunctions = bundled.map((one) => [...cells(one), one.functions.join(', ')]);
  return [
    '# Third-party packages',
    'Written by `npm run docs`; for programs, the same list as a CycloneDX SBOM: [sbom.cdx.json](sbom.cdx.json). `npm run check:static` refuses a license that `scripts/third-party/licences.ts` does not list.',
    '## In the bundles',
    "What the bundler put into the functions, which run in AWS, and into the local cloud's inbox page. Each package ships the license texts of its bundles in `THIRD-PARTY-LICENCES.txt`.",
    markdownTable(['package', 'version', 'license', 'license text', 'in'], inFunctions),
    '## Installed with the commands',
    '`vibes-callbacks` brings no other package: `aws-cdk-lib` and `constructs` (both Apache-2.0) are yours. `@vibes-callbacks/cli` and `@vibes-callbacks/local-cloud` install these, here in the versions of `package-lock.json`.',
    markdownTable(['package', 'version', 'license', 'license text'], withoutRepeats(installed).map(cells)),
  ]
    .join('\n\n')
    .concat('\n');
}

/** One package may be installed in several places. */
function withoutRepeats(packages: readonly ThirdPartyPackage[]): readonly ThirdPartyPackage[] {
  return [...new Map(packages.map((one) => [`${one.name}@${one.version}`, one])).values()];
}

function cells({ name, version, licence, licenceFiles }: ThirdPartyPackage): readonly string[] {
  return [name, version, licence, licenceFiles.map((file) => `\`${file}\``).join(', ') || 'none in the package'];
}

/** The license texts of the bundled packages, which the licenses require: each text once, under all packages that have it. */
export function licenceTexts({ bundled }: Pick<Packages, 'bundled'>): string {
  const texts = new Map<string, string[]>();
  for (const { name, version, licence, licenceFiles, directory } of bundled) {
    const parts = licenceFiles.map((file) => readFileSync(join(root, directory, file), 'utf8').trim());
    const text =
      parts.length === 0 ? `(The package has no license text. Its license is ${licence}.)` : parts.join('\n\n');
    texts.set(text, [...(texts.get(text) ?? []), `${name} ${version} (${licence})`]);
  }
  return [...texts].map(([text, names]) => `${names.join('\n')}\n\n${text}\n`).join(`\n${'-'.repeat(80)}\n\n`);
}
