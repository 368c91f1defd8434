import { budget } from './budget';
import { createDeps } from './deps';
import { readEnv } from './env';
import { createHandler } from './handler';

const deps = createDeps(readEnv(process.env));
setTimeout(() => {
  deps.moSecret.warm();
  deps.rbmSecret?.warm();
}, budget.warmAfterMs);

export const handler = createHandler(deps);
