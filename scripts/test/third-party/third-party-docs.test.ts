import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import cli from '../../../packages/cli/package.json';
import localCloud from '../../../packages/local-cloud/package.json';
import { packageDirectory } from '../../third-party/bundled-packages';
import { allowedLicences, isAllowed, licenceComplaints } from '../../third-party/licences';
import { readPackages } from '../../third-party/packages';
import { licenceTexts, thirdPartyDocs } from '../../third-party/third-party-docs';

const root = join(__dirname, '..', '..', '..');
const packages = readPackages();
const { bundled, installed } = packages;
const docs = thirdPartyDocs(packages);
const names = (list: readonly { readonly name: string }[]) => list.map(({ name }) => name);

test.each([...docs.keys()])('%s is up to date: "npm run docs" writes it', (path) => {
  expect(readFileSync(join(root, path), 'utf8')).toBe(docs.get(path));
});

describe('what is in the bundles', () => {
  it('is what they are made of, and nothing that is for development', () => {
    expect(names(bundled)).toEqual(expect.arrayContaining(['@aws-sdk/client-sqs', 'saxes', '@zone-eu/mailsplit']));
    expect(names(bundled).filter((name) => /jest|typescript|esbuild|cdk/.test(name))).toEqual([]);
  });

  it('says in which function: the XML parser is not in ingest', () => {
    const inFunctions = (name: string) => bundled.find((one) => one.name === name)?.functions;
    expect(inFunctions('saxes')).toEqual(['consumer', 'sweep']);
    expect(inFunctions('@aws-sdk/client-sqs')).toContain('ingest');
  });

  it.each([
    ['node_modules/saxes/saxes.js', 'node_modules/saxes'],
    ['node_modules/@a/b/dist/x.js', 'node_modules/@a/b'],
    ['node_modules/a/node_modules/@b/c/x.js', 'node_modules/a/node_modules/@b/c'],
    ['lambda/ingest/index.ts', undefined],
  ])('%s is a file of %s', (file, directory) => expect(packageDirectory(file)).toBe(directory));

  it('comes with the texts of its licences', () => {
    const texts = licenceTexts(packages);
    for (const { name, version } of bundled) expect(texts).toContain(`${name} ${version} (`);
    expect(texts).toContain('Apache License');
  });
});

test('what is installed are the dependencies and theirs, and no peer', () => {
  const { '@vibes-callbacks/local-cloud': _ours, ...dependencies } = {
    ...cli.dependencies,
    ...localCloud.dependencies,
  };
  expect(names(installed)).toEqual(expect.arrayContaining(Object.keys(dependencies)));
  expect(names(installed).filter((name) => name.startsWith('@vibes-callbacks/'))).toEqual([]);
  expect(names(installed)).not.toContain('aws-cdk-lib');
  expect(installed.length).toBeGreaterThan(Object.keys(dependencies).length);
});

describe('the allow-list of licences', () => {
  it('has every licence of what is there', () => expect(licenceComplaints([...bundled, ...installed])).toEqual([]));

  it.each([
    ['MIT', true],
    ['(MIT OR GPL-3.0-or-later)', true],
    ['Apache-2.0 AND MIT', true],
    ['MIT AND GPL-3.0-only', false],
    ['GPL-3.0-only', false],
    ['Apache-2.0 WITH LLVM-exception', false],
    ['SEE LICENSE IN x', false],
    ['', false],
  ])('of %j says %j', (expression, allowed) => expect(isAllowed(expression)).toBe(allowed));

  it('has no licence that nothing here is under', () => {
    const all = [...bundled, ...installed].map(({ licence }) => licence).join(' ');
    expect([...allowedLicences].filter((licence) => !all.includes(licence))).toEqual([]);
  });

  it('names the package, its licence and what to do', () => {
    const [one] = bundled;
    const sentence = licenceComplaints(one === undefined ? [] : [{ ...one, licence: 'AGPL-3.0-only' }])[0];
    expect(sentence).toMatch(/ is under "AGPL-3.0-only", .*: use another package/);
  });
});
