/** A module of ours to be loaded on demand: nearly every callback is UTF-8, and the tables of the others are 150 KB. */
export { TextDecoder as LegacyDecoder } from '@exodus/bytes/encoding.js';
