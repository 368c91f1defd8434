import { sentRows } from '../lambda/reader/families';

/** Where Vibes sends what (architecture §3). All else is answered too: the greedy routes keep it as unrecognized. */
export const routes = sentRows.map(({ url }) => url);

const paths = routes.map(({ route }) => route);
const parents = paths.flatMap((path) => (path.includes('/') ? [path.slice(0, path.indexOf('/'))] : []));

/** What the API answers at, each with all that is below it: its root, the routes, and what they are in. */
export const resourcePaths: readonly string[] = ['', ...new Set([...parents, ...paths])];
