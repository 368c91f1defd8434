import type { Document } from './callback';

/** How a JSON value is written, which does not change its meaning. */
export interface JsonStyle {
  readonly space: string;
  readonly reversed: boolean;
  readonly escaped: boolean;
  readonly byteOrderMark: boolean;
}

export const plainJson: JsonStyle = { space: '', reversed: false, escaped: false, byteOrderMark: false };

/** A number by its digits: of any size, as JSON allows and JavaScript does not. */
export class ExactNumber {
  constructor(readonly digits: string) {}
}

/** JSON of a value, without byte order mark. */
export function writeJson(value: unknown, style: JsonStyle): string {
  const { space, reversed, escaped } = style;
  if (value instanceof ExactNumber) return value.digits;
  if (typeof value === 'string')
    return escaped
      ? `"${[...Array(value.length).keys()].map((index) => unicodeEscape(value, index)).join('')}"`
      : JSON.stringify(value);
  if (Array.isArray(value)) return `[${space}${value.map((item) => writeJson(item, style)).join(`${space},`)}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const members = Object.entries(value).map(
    ([name, member]) => `${writeJson(name, style)}${space}:${writeJson(member, style)}`,
  );
  return `${space}{${(reversed ? members.reverse() : members).join(`,${space}`)}${space}}`;
}

function unicodeEscape(text: string, index: number): string {
  return `\\u${text.charCodeAt(index).toString(16).padStart(4, '0')}`;
}

/** The document of a JSON text, with this Content-Type or none. */
export function jsonDocument(json: string, contentType: string | null, { byteOrderMark }: JsonStyle): Document {
  return {
    headers: contentType === null ? {} : { 'content-type': contentType },
    body: Buffer.from(`${byteOrderMark ? '\ufeff' : ''}${json}`),
  };
}
