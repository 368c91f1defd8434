/**
 * A static import of the CommonJS package, so that this module can be loaded on demand. `await import()` of the package
 * itself has its exports by name when run from the sources, but only `default` in the ESM bundle.
 */
export { Splitter } from '@zone-eu/mailsplit';
