import { randomInt } from 'node:crypto';

const lower = 'abcdefghijklmnopqrstuvwxyz';
const upper = lower.toUpperCase();
const digits = '0123456789';
const punctuation = '!"#$%&\'()*+,-./:;<=>?@[\\]^_`{|}~';

/** `GenerateSecretString` of a secret: a password, alone or as one key of a JSON template. */
export function generateSecretString(properties: Readonly<Record<string, unknown>>): string {
  const password = generatePassword(properties);
  const { SecretStringTemplate: template, GenerateStringKey: key } = properties;
  if (typeof template !== 'string' || typeof key !== 'string') return password;
  return JSON.stringify({ ...JSON.parse(template), [key]: password });
}

function generatePassword(properties: Readonly<Record<string, unknown>>): string {
  const length = Number(properties.PasswordLength ?? 32);
  const kinds = alphabets(properties);
  const all = kinds.join('');
  const required = properties.RequireEachIncludedType === false ? [] : kinds.filter((kind) => kind !== ' ');
  const characters = [...required, ...Array<string>(Math.max(0, length - required.length)).fill(all)].map(pick);
  return shuffle(characters).join('');
}

function alphabets(properties: Readonly<Record<string, unknown>>): string[] {
  const excluded = new Set(String(properties.ExcludeCharacters ?? ''));
  const kinds = [
    properties.ExcludeLowercase === true ? '' : lower,
    properties.ExcludeUppercase === true ? '' : upper,
    properties.ExcludeNumbers === true ? '' : digits,
    properties.ExcludePunctuation === true ? '' : punctuation,
    properties.IncludeSpace === true ? ' ' : '',
  ];
  return kinds.map((kind) => [...kind].filter((character) => !excluded.has(character)).join('')).filter(Boolean);
}

function pick(alphabet: string): string {
  return alphabet.charAt(randomInt(alphabet.length));
}

function shuffle(characters: string[]): string[] {
  const keyed = characters.map((character) => ({ character, key: randomInt(2 ** 47) }));
  return keyed.sort((left, right) => left.key - right.key).map(({ character }) => character);
}
