import { createDeps } from './deps';
import { readEnv } from './env';
import { createHandler } from './handler';

const deps = createDeps(readEnv(process.env));
// Not awaited: most callbacks need no secret.
deps.moSecret.warm();
deps.rbmSecret?.warm();

export const handler = createHandler(deps);
