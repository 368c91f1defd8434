/** What the outputs begin with in a stack that has others as well; a stack has room for one `VibesCallbacks`. */
export const outputPrefix = 'VibesCallbacks';
