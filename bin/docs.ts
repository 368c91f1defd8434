import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { eventsDocs } from '../tools/docs/events-docs';
import { keptDocs } from '../tools/docs/kept-docs';
import { operatorPolicies } from '../tools/docs/operator-policies';
import { settingsDocs } from '../tools/docs/settings-docs';
import { upgradingDocs } from '../tools/docs/upgrading-docs';
import { readPackages } from '../tools/third-party/packages';
import { thirdPartyDocs } from '../tools/third-party/third-party-docs';
import { commandLine, runMain } from './run-main';

const about =
  "Writes what is generated: docs/schemas/ and the blocks of docs/EVENTS.md, from the schemas and the samples; the settings' table and types, from lib/settings.ts; the operator's policies, from what each command needs; what a change of settings changes in the stack, from the templates.";

const project = join(__dirname, '..');

async function main(argv: readonly string[]): Promise<number> {
  commandLine('npm run docs --', about).parse(argv, { from: 'user' });
  const read = (path: string) => readFileSync(join(project, path), 'utf8');
  const documents = [
    ...(await eventsDocs(read('docs/EVENTS.md'))),
    ...settingsDocs(read('README.md')),
    ...keptDocs(read('docs/SECURITY.md')),
    ...operatorPolicies(),
    ...upgradingDocs(read('docs/UPGRADING.md')),
    ...thirdPartyDocs(readPackages()),
  ];
  for (const [path, content] of documents) {
    mkdirSync(dirname(join(project, path)), { recursive: true });
    writeFileSync(join(project, path), content);
    process.stdout.write(`${path}\n`);
  }
  return 0;
}

runMain(main);
