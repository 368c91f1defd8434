import { createDeps } from './deps';
import { readEnv } from './env';
import { createHandler } from './handler';

export const handler = createHandler(createDeps(readEnv(process.env)));
