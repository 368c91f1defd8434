/**
 * A module of its own, loaded on demand: nearly every callback is UTF-8, and the tables of the other charsets are 150
 * KB.
 */
export { TextDecoder as LegacyDecoder } from '@exodus/bytes/encoding.js';
