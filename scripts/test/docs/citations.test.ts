import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';

const root = join(__dirname, '..', '..', '..');
const documents = { 'wire contract': 'docs/WIRE-CONTRACT.md', architecture: 'docs/ARCHITECTURE.md' } as const;
const ignored = new Set(['node_modules', 'cdk.out', 'coverage', 'dist']);

interface Citation {
  readonly document: keyof typeof documents;
  readonly section: string;
}

const cited = /\b(?<document>wire contract|architecture) \(?(?<sections>§\d[\d.]*(?:(?:,| and| to) §\d[\d.]*)*)/gi;

/** A comment's lines as one. */
function flat(text: string): string {
  return text.replace(/\s*\n\s*(?:\*(?!\/)|\/\/)?\s*/g, ' ');
}

/** `wire contract §2.1, §2.2`, also where a comment breaks the line, or a parenthesis opens before the number. */
function citationsIn(text: string): readonly Citation[] {
  return [...flat(text).matchAll(cited)].flatMap(({ groups }) => {
    const document = groups?.document?.toLowerCase() === 'architecture' ? 'architecture' : 'wire contract';
    const sections = groups?.sections?.match(/\d+(?:\.\d+)*/g) ?? [];
    return sections.map((section) => ({ document, section }));
  });
}

/** Other standards have sections of their own. */
function withoutCitations(text: string): string {
  return flat(text)
    .replace(cited, '')
    .replace(/(?:RFC \d+|XML 1\.0) §\d[\d.]*/g, '');
}

/** `## 3. Routes` is section 3, `### 2.1 moMessage` section 2.1. */
function sectionsOf(path: string): readonly string[] {
  const headings = readFileSync(join(root, path), 'utf8').matchAll(/^#{2,4} (?<number>\d+(?:\.\d+)*)\.? /gm);
  return [...headings].map(({ groups }) => groups?.number ?? '');
}

/** GitHub's anchor of each heading. */
function anchorsOf(markdown: string): readonly string[] {
  return [...markdown.matchAll(/^#{1,6} (?<heading>.+)$/gm)].map(({ groups }) =>
    (groups?.heading ?? '')
      .toLowerCase()
      .replace(/[^\p{L}\p{N} _-]/gu, '')
      .replaceAll(' ', '-'),
  );
}

function filesUnder(folder: string): readonly string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.name.startsWith('.') || ignored.has(entry.name)) return [];
    if (entry.isDirectory()) return filesUnder(path);
    return /\.(ts|mts|mjs|cjs|js|md)$/.test(entry.name) && path !== __filename ? [path] : [];
  });
}

const files = filesUnder(root).map((path) => ({ name: relative(root, path), text: readFileSync(path, 'utf8') }));
const markdown = files.filter(({ name }) => name.endsWith('.md'));

describe('what the project cites', () => {
  it('is a section that the document has', () => {
    const sections = {
      'wire contract': sectionsOf(documents['wire contract']),
      architecture: sectionsOf(documents.architecture),
    };
    const citations = files.flatMap(({ name, text }) => citationsIn(text).map((citation) => ({ name, ...citation })));
    expect(citations.length).toBeGreaterThan(50);
    expect(citations.filter(({ document, section }) => !sections[document].includes(section))).toEqual([]);
  });

  it('is found in every form that is written', () => {
    expect(
      citationsIn(
        '/**\n * As the wire\n * contract §2.1, §2.2 says, and architecture §3; wire contract (§6) too.\n */',
      ),
    ).toEqual([
      { document: 'wire contract', section: '2.1' },
      { document: 'wire contract', section: '2.2' },
      { document: 'architecture', section: '3' },
      { document: 'wire contract', section: '6' },
    ]);
  });

  it('is never a section of an unnamed document', () => {
    const own: readonly string[] = Object.values(documents);
    const unnamed = files
      .filter(({ name }) => !own.includes(name))
      .flatMap(({ name, text }) =>
        [...withoutCitations(text).matchAll(/.{0,40}§\d.{0,20}/g)].map(([cited]) => ({ name, cited })),
      );
    expect(unnamed).toEqual([]);
  });

  it('is a document that is there', () => {
    const cited = files.flatMap(({ name, text }) =>
      [...text.matchAll(/(?<![\w/.-])docs\/[\w/.-]+\.(?:md|json)\b/g)].map(([path]) => ({ name, path })),
    );
    expect(cited.length).toBeGreaterThan(10);
    expect(cited.filter(({ path }) => !existsSync(join(root, path)))).toEqual([]);
  });
});

describe('a link in a document', () => {
  const links = markdown.flatMap(({ name, text }) =>
    [...text.matchAll(/\]\((?!https?:)(?<path>[^)#\s]*)(?:#(?<anchor>[^)\s]+))?\)/g)].map(({ groups }) => ({
      name,
      target: groups?.path ? join(dirname(name), groups.path) : name,
      anchor: groups?.anchor,
    })),
  );

  it('leads to a file', () => {
    expect(links.length).toBeGreaterThan(20);
    expect(links.filter(({ target }) => !existsSync(join(root, target)))).toEqual([]);
  });

  it('leads to a heading', () => {
    const anchored = links.filter(({ anchor }) => anchor !== undefined);
    expect(anchored.length).toBeGreaterThan(0);
    const headings = (target: string) => anchorsOf(readFileSync(join(root, target), 'utf8'));
    expect(anchored.filter(({ target, anchor }) => !headings(target).includes(anchor ?? ''))).toEqual([]);
  });
});
