import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as guards from '../../../lambda/reader/event-guards';
import { dataSchemas } from '../../../lambda/reader/event-schemas';
import { families, fileStem, type SentFamily, sentFamilies, sentRows } from '../../../lambda/reader/families';
import { sampleNames } from '../../../packages/cli/src/commands/send/sample-request';
import { envelopeOf } from '../../../packages/proof/src/support/envelope';
import { sentAt } from '../../../packages/proof/src/vibes/callback';
import { kindRows } from '../../../packages/proof/src/vibes/kinds';
import { createRandom } from '../../../packages/proof/src/vibes/random';
import { readEvent } from '../../support/read-event';

const project = join(__dirname, '..', '..', '..');
const read = (path: string) => readFileSync(join(project, path), 'utf8');

/** `MmsDeliveryReport` for `MMS Delivery Report`. */
function wordsOf(detailType: string): string {
  return detailType.replace(
    /(\w)(\w*) ?/g,
    (_, first: string, rest: string) => `${first.toUpperCase()}${rest.toLowerCase()}`,
  );
}

/** What the compiler does not ask for. */
function filesOf(family: SentFamily): string[] {
  const { channel, detailType } = families[family];
  const stem = fileStem(detailType);
  return [
    `lambda/reader/${channel}/${stem}.ts`,
    `lambda/reader/${channel}/${stem}-schema.ts`,
    `test/lambda/reader/${channel}/${stem}.test.ts`,
    `docs/schemas/${stem}.json`,
    `packages/proof/src/vibes/${stem}.ts`,
  ];
}

describe.each(sentFamilies)('the family %s', (family) => {
  const { detailType, documents, movable, url } = families[family];

  it('has its files, by its stem', () => {
    expect(filesOf(family).filter((path) => !existsSync(join(project, path)))).toEqual([]);
  });

  it('has a sample in packages/cli/samples, by its stem or its channel', async () => {
    const { channel } = families[family];
    const names = [...sampleNames(fileStem(detailType)), ...sampleNames(`${channel}-`)];
    expect(names).not.toEqual([]);
  });

  it('has a kind in the simulator, with a weight in an ordinary day, that is read as its type', async () => {
    const { weight, build } = kindRows[family];
    expect(weight).toBeGreaterThan(0);
    const [callback] = build(createRandom(7));
    expect(callback.route).toBe(`/${url.route}`);
    expect((await readEvent(envelopeOf(sentAt(callback)))).detailType).toBe(detailType);
  });

  it('has a guard for the functions of customers', () => {
    const [guard] = Object.entries(guards).filter(([name]) => name === `is${wordsOf(detailType)}`);
    expect(guard?.[1]({ source: 'vibes.callbacks', 'detail-type': detailType })).toBe(true);
    expect(guard?.[1]({ source: 'vibes.callbacks', 'detail-type': 'Unrecognized Callback' })).toBe(false);
  });

  it('is in the documents', () => {
    const said: readonly (readonly [document: string, says: RegExp | string])[] = [
      ['docs/EVENTS.md', `\n## ${detailType}\n`],
      ['docs/ARCHITECTURE.md', new RegExp(`\\| \`[^|]*/${url.route}\` \\|.*\`${url.output}\``)],
      ['docs/ARCHITECTURE.md', `| \`${detailType}\` |`],
      ['README.md', new RegExp(`\\| \`${url.output}\` \\|.*\`${detailType}\``)],
      ...Object.keys(documents).map((name) => ['docs/WIRE-CONTRACT.md', name] as const),
    ];
    const missing = said.filter(([document, says]) => {
      const text = read(document);
      return typeof says === 'string' ? !text.includes(says) : !says.test(text);
    });
    expect(missing).toEqual([]);
  });

  it('can move a field only where its schema has null and a reference in its place', () => {
    const { properties } = dataSchemas[detailType];
    for (const field of movable)
      expect(Object.keys(properties)).toEqual(expect.arrayContaining([field, `${field}Object`]));
  });
});

it('no two families share a detail-type, a route or a document', () => {
  const once = [
    ...sentRows.map(({ detailType }) => detailType),
    ...sentRows.map(({ url }) => url.route),
    ...sentRows.flatMap(({ documents }) => Object.keys(documents)),
  ];
  expect(new Set(once).size).toBe(once.length);
});

describe('the list of families', () => {
  const words = [
    sentRows.map(({ detailType }) => `'${detailType}'`),
    sentRows.map(({ url }) => url.output),
    sentRows.map(({ detailType }) => `/${fileStem(detailType)}'`),
  ];
  const listed = execFileSync('git', ['ls-files', 'bin', 'lambda', 'lib', 'package', 'packages/*/src/*', 'scripts'], {
    cwd: project,
    encoding: 'utf8',
  })
    .split('\n')
    .filter((path) => /(?<![.]test)[.]tsx?$/.test(path))
    .filter((path) => words.some((list) => list.filter((word) => read(path).includes(word)).length > 3));

  it('is its table, and is repeated only where npm run docs writes or the compiler asks', () => {
    expect(listed).toEqual([
      // Written by npm run docs.
      'lambda/reader/data-schemas.ts',
      'lambda/reader/event-guards.ts',
      'lambda/reader/families.ts',
      // Asked for by the compiler, and by the test above.
      'packages/proof/src/fuzz/callback-kinds.ts',
      'packages/proof/src/vibes/kinds.ts',
      // Which of several samples is shown: none need be named.
      'scripts/docs/examples.ts',
    ]);
  });
});
