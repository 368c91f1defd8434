import { toIsoDate } from './dates';
import { trimmed } from './white-space';

/** A field that should be a number, and the text as sent if that is not just the number. */
export type IntegerField<K extends string> = Record<K, number | null> & Partial<Record<`${K}Text`, string>>;

/** `107` gives a number, `007` a number and a text, `n/a` a text; empty counts as not sent. */
export function integerField<K extends string>(name: K, text: string | null | undefined): IntegerField<K> {
  const sent = trimmed(text ?? '');
  const value = /^\d{1,15}$/.test(sent) ? Number(sent) : null;
  const isSaid = sent === '' || String(value) === sent;
  return { [name]: value, ...(!isSaid && { [`${name}Text`]: sent }) } as IntegerField<K>;
}

/** The date in ISO 8601, and always the text as sent, which has the sender's offset. */
export function readDate(text: string | null): { readonly value: string | null; readonly text: string | null } {
  return { value: text === null ? null : toIsoDate(text), text };
}

/** A boolean as in XML Schema, in any letter case; null for anything else. */
export function readBoolean(text: string): boolean | null {
  const word = trimmed(text).toLowerCase();
  if (word === 'true' || word === '1') return true;
  return word === 'false' || word === '0' ? false : null;
}
