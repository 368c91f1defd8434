// Left out of the bundle, and brought by nobody.
const nowhere: unknown = require('package-that-is-nowhere');

export const handler = async () => nowhere;
