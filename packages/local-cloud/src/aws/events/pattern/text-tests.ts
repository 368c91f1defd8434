import { wellFormed } from './token';

/** Whether a value's text, quotes included, fits. */
export type TextTest = (text: string) => boolean;

export function startsWith(prefix: string): TextTest {
  const wanted = wellFormed(`"${prefix}`);
  return (text) => text.startsWith(wanted);
}

export function endsWith(suffix: string): TextTest {
  const wanted = wellFormed(`${suffix}"`);
  return (text) => text.endsWith(wanted);
}

export function equals(value: string): TextTest {
  const wanted = wellFormed(`"${value}"`);
  return (text) => text === wanted;
}

export function startsWithIgnoringCase(prefix: string): TextTest {
  const expression = new RegExp(`^${ignoringCase(`"${prefix}`)}`);
  return (text) => expression.test(text);
}

export function endsWithIgnoringCase(suffix: string): TextTest {
  const expression = new RegExp(`${ignoringCase(`${suffix}"`)}$`);
  return (text) => expression.test(text);
}

export function equalsIgnoringCase(value: string): TextTest {
  const expression = new RegExp(`^${ignoringCase(`"${value}"`)}$`);
  return (text) => expression.test(text);
}

/**
 * Case is ignored character by character of UTF-16, each in lower or in upper case. So `ß` finds `SS`; and a character
 * past U+FFFF, whose halves are not characters, is never found (as the service has it).
 */
function ignoringCase(wanted: string): string {
  return Array.from({ length: wanted.length }, (_, index) => {
    const character = wellFormed(wanted.charAt(index));
    const forms = [...new Set([character.toLowerCase(), character.toUpperCase()])].map(literally);
    return forms.length === 1 ? forms[0] : `(?:${forms.join('|')})`;
  }).join('');
}

function literally(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&');
}

/** `*` is any text; `\*` and `\\` are the characters. @throws Error for two `*` in a row and another escape */
export function fits(wildcard: string): TextTest {
  const [first = '', ...others] = literalParts(`"${wildcard}"`).map(wellFormed);
  const last = others.pop();
  if (last === undefined) return (text) => text === first;
  return (text) => {
    if (!text.startsWith(first)) return false;
    let at = first.length;
    for (const part of others) {
      const found = text.indexOf(part, at);
      if (found < 0) return false;
      at = found + part.length;
    }
    return text.length - last.length >= at && text.endsWith(last);
  };
}

/** The parts between the `*`s. */
function literalParts(wildcard: string): readonly string[] {
  const parts = [''];
  for (let index = 0; index < wildcard.length; index += 1) {
    const character = wildcard.charAt(index);
    const next = wildcard.charAt(index + 1);
    if (character === '*') {
      if (next === '*') throw new Error(`the wildcard "${wildcard.slice(1, -1)}" has two * in a row`);
      parts.push('');
    } else if (character === '\\') {
      if (next !== '*' && next !== '\\') {
        throw new Error(`the wildcard "${wildcard.slice(1, -1)}" has a \\ that escapes neither * nor \\`);
      }
      parts[parts.length - 1] += next;
      index += 1;
    } else parts[parts.length - 1] += character;
  }
  return parts;
}
