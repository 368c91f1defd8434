/**
 * A static import of the CommonJS package, to be loaded on demand as a module of ours: `await import()` of the package
 * itself has its exports by name from the sources, but only `default` from the ESM bundle.
 */
export { Splitter } from '@zone-eu/mailsplit';
