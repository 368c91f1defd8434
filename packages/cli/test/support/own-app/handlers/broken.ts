// Left out of the bundle, and not in the runtime either.
const nowhere: unknown = require('package-that-is-nowhere');

export const handler = async () => nowhere;
