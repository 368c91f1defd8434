import { families, sentRows } from '../lambda/reader/families';

/** Where Vibes sends what (architecture §3). All else is answered too: the greedy routes keep it as unrecognized. */
export const routes = sentRows.map(({ url }) => url);

export const moRoute = families.mo.url.route;

/** An MO message comes by POST; by these two as well, should Vibes be told so. */
export const moMethods = ['POST', 'PUT', 'PATCH'] as const;
