import { type Change, swapped } from './xml-changes';

/** A JSON value as it is written: members in order, repeated names, numbers as spelled. */
export type SpelledJson = string | { readonly members: readonly Member[] } | { readonly items: readonly SpelledJson[] };

type Member = readonly [name: string, value: SpelledJson];

/** Reads a document whose numbers JavaScript can represent. */
export function toSpelledJson(value: unknown): SpelledJson {
  if (Array.isArray(value)) return { items: value.map(toSpelledJson) };
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  return { members: Object.entries(value).map(([name, member]) => [name, toSpelledJson(member)] as const) };
}

export function writeSpelledJson(tree: SpelledJson): string {
  if (typeof tree === 'string') return tree;
  if ('items' in tree) return `[${tree.items.map(writeSpelledJson).join(',')}]`;
  return `{${tree.members.map(([name, value]) => `${JSON.stringify(name)}:${writeSpelledJson(value)}`).join(',')}}`;
}

/** Every document with one thing changed anywhere. */
export function jsonChanges(tree: SpelledJson): Change<SpelledJson>[] {
  if (typeof tree === 'string') return scalarChanges(tree);
  return [{ what: 'a value in a list', make: () => ({ items: [tree] }) }, ...insideChanges(tree)];
}

function insideChanges(tree: Exclude<SpelledJson, string>): Change<SpelledJson>[] {
  if ('items' in tree) {
    const { items } = tree;
    return [
      { what: 'an item added', make: () => ({ items: [...items, 'null'] }) },
      ...items.flatMap((item, at) => [
        { what: 'an item taken', make: () => ({ items: items.toSpliced(at, 1) }) },
        { what: 'an item twice', make: () => ({ items: items.toSpliced(at, 0, item) }) },
        ...jsonChanges(item).map(({ what, make }) => ({ what, make: () => ({ items: items.with(at, make()) }) })),
      ]),
    ];
  }
  const { members } = tree;
  return [
    { what: 'a member added', make: () => ({ members: [...members, ['added', 'null'] as const] }) },
    ...members.flatMap(([name, value], at) => [
      { what: `${name} taken`, make: () => ({ members: members.toSpliced(at, 1) }) },
      { what: `${name} twice`, make: () => ({ members: members.toSpliced(at, 0, [name, value]) }) },
      { what: `another ${name} before it`, make: () => ({ members: members.toSpliced(at, 0, [name, '0']) }) },
      { what: `${name} renamed`, make: () => ({ members: members.with(at, [`${name}x`, value]) }) },
      ...members.flatMap(([other, otherValue], index) =>
        index > at && other === name && writeSpelledJson(otherValue) !== writeSpelledJson(value)
          ? [{ what: `two ${name} swapped`, make: () => ({ members: swapped(members, at, index) }) }]
          : [],
      ),
      ...jsonChanges(value).map(({ what, make }) => ({
        what: `${name}: ${what}`,
        make: () => ({ members: members.with(at, [name, make()]) }),
      })),
    ]),
  ];
}

function scalarChanges(text: string): Change<SpelledJson>[] {
  const change = (what: string, changed: string) => ({ what, make: () => changed });
  if (text.startsWith('"'))
    return [change('another text', `${text.slice(0, -1)}x"`), change('a half pair', `${text.slice(0, -1)}\\ud83d"`)];
  if (!/^-?\d/.test(text))
    return [change('another word', text === 'true' ? 'false' : 'true'), change('in quotes', `"${text}"`)];
  return [
    change('in quotes', `"${text}"`),
    change('another digit', /[.e]/i.test(text) ? `1${text.replace('-', '')}` : `${text}1`),
    ...(/[.e]/i.test(text)
      ? []
      : [change('spelled with a fraction', `${text}.0`), change('spelled with an exponent', `${text}e0`)]),
  ];
}
