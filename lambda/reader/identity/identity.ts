import { sha256Hex } from '../../shared/sha-256';
import type { Identity } from '../callback';

/** Ledger key of an identity: `pk` is what a person asks for (`mo#5d0c…`), `sk` tells its callbacks apart. */
export function ledgerKey({ family, id, part }: Identity): { readonly pk: string; readonly sk: string } {
  return { pk: `${family}#${id}`, sk: part };
}

/** Ledger key of the record that an overflow object was consumed; no family has this name. */
export function consumedObjectKey(objectKey: string): { readonly pk: string; readonly sk: string } {
  return { pk: `overflow#${objectKey}`, sk: '-' };
}

/** The identity as one string, as in `metadata.identity`. */
export function identityText(identity: Identity): string {
  const { pk, sk } = ledgerKey(identity);
  return `${pk}#${sk}`;
}

/** `metadata.id`: the same callback has the same id, always. */
export function eventId(identity: Identity): string {
  const { pk, sk } = ledgerKey(identity);
  // JSON separates the two, so that "a#b"+"c" and "a"+"b#c" differ.
  return nameId(JSON.stringify([pk, sk]));
}

/** A UUID version 8 (RFC 9562 §5.8) of the name's SHA-256. */
export function nameId(name: string): string {
  const hex = sha256Hex(name);
  const variant = ((Number.parseInt(hex.charAt(16), 16) & 0x3) | 0x8).toString(16);
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-${variant}${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}
