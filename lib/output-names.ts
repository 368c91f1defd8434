/** Prefix of the outputs in a stack that has others too. A stack can contain one `VibesCallbacks`. */
export const outputPrefix = 'VibesCallbacks';
