import { readPackages } from '../third-party/packages';
import { thirdPartyDocs } from '../third-party/third-party-docs';
import { commandsDocs } from './commands-docs';
import { conformanceDocs } from './conformance-docs';
import { eventsDocs } from './events-docs';
import { familiesDocs } from './families-docs';
import { keptDocs } from './kept-docs';
import { operatorPolicies } from './operator-policies';
import { settingsDocs } from './settings-docs';
import { upgradingDocs } from './upgrading-docs';

/** What `npm run docs` writes once the sources are written: contents of files, by their path below the project. */
export async function allDocs(read: (path: string) => string): Promise<ReadonlyMap<string, string>> {
  return new Map([
    ...(await eventsDocs(read('docs/EVENTS.md'))),
    ...familiesDocs(read('README.md'), read('docs/ARCHITECTURE.md')),
    ...conformanceDocs(read('docs/CONFORMANCE.md')),
    ...settingsDocs(read('docs/SETTINGS.md')),
    ...keptDocs(read('docs/SECURITY.md')),
    ...operatorPolicies(),
    ...commandsDocs(read('docs/COMMANDS.md')),
    ...upgradingDocs(read('docs/UPGRADING.md')),
    ...thirdPartyDocs(readPackages()),
  ]);
}
