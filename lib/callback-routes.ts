import { sentRows } from '../lambda/reader/families';

/**
 * Which route takes which callbacks (architecture §3). Everything else is answered too: the greedy routes keep it as
 * unrecognized.
 */
export const routes = sentRows.map(({ url }) => url);

const paths = routes.map(({ route }) => route);
const parents = paths.flatMap((path) => (path.includes('/') ? [path.slice(0, path.indexOf('/'))] : []));

/** The paths that the API answers, each with everything below it: its root, the routes, and their parents. */
export const resourcePaths: readonly string[] = ['', ...new Set([...parents, ...paths])];
