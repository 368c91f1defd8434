import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { version } from '../../../package.json';
import { onlyPrecious, type ReleaseTemplates, variants } from '../../releases/release-templates';
import { stackTemplate } from '../../releases/stack-template';
import { dangers, templateChanges } from '../../releases/template-changes';

const root = join(__dirname, '..', '..', '..');
const read = (path: string) => readFileSync(join(root, path), 'utf8');
const releases = readdirSync(join(root, 'docs/releases'));

function templatesOf(release: string): ReleaseTemplates {
  return JSON.parse(read(`docs/releases/${release}/templates.json`));
}

/** What UPGRADING.md says to who comes from a release. */
function partFor(release: string): string {
  const [, part = ''] =
    new RegExp(`### From ${release.replaceAll('.', '\\.')}\n([\\s\\S]*?)(?=\n##|$)`).exec(read('docs/UPGRADING.md')) ??
    [];
  return part;
}

test('each release that the changelog names is kept, the one of package.json too', () => {
  const named = [...read('CHANGELOG.md').matchAll(/^## (\d+\.\d+\.\d+)/gm)].map(([, name]) => name);
  expect([...releases].sort()).toEqual(named.sort());
  expect(named).toContain(version);
  for (const release of releases) expect(existsSync(join(root, 'docs/releases', release, 'callbacks.json'))).toBe(true);
});

describe.each(releases)('an update from %s', (release) => {
  const templates = templatesOf(release);
  const names = Object.keys(templates).filter((name) => variants[name] !== undefined);

  test.each(names)('with the settings "%s" takes away nothing that UPGRADING.md does not name', (name) => {
    const before = templates[name] ?? { Resources: {} };
    const found = dangers(templateChanges(before, onlyPrecious(stackTemplate(variants[name] ?? {}))));
    const unnamed = found.filter(({ logicalId }) => !partFor(release).includes(`\`${logicalId}\``));
    expect(unnamed).toEqual([]);
  });

  test.each(names)('with the settings "%s" keeps every output', (name) => {
    const now = Object.keys(stackTemplate(variants[name] ?? {}).Outputs ?? {});
    expect(Object.keys(templates[name]?.Outputs ?? {}).filter((output) => !now.includes(output))).toEqual([]);
  });
});

test('a table that is gone, or has another name, would be found', () => {
  const now = stackTemplate({});
  const [id = ''] = Object.entries(now.Resources).find(([, { Type }]) => Type === 'AWS::DynamoDB::Table') ?? [];
  const { [id]: table, ...others } = now.Resources;
  const renamed = {
    ...table,
    Type: 'AWS::DynamoDB::Table',
    Properties: { ...table?.Properties, TableName: 'another' },
  };
  expect(dangers(templateChanges(now, { ...now, Resources: others }))).toMatchObject([
    { logicalId: id, does: 'orphans' },
  ]);
  expect(dangers(templateChanges(now, { ...now, Resources: { ...others, [id]: renamed } }))).toMatchObject([
    { logicalId: id, does: 'replaces', properties: ['TableName'] },
  ]);
});
