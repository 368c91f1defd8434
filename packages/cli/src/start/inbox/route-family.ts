import { type DetailType, sentRows } from '../../../../../lambda/reader/families';

export const unrecognized: DetailType = 'Unrecognized Callback';

/** The family expected on a route, until the body has been read. */
export function routeFamily(route: string): DetailType {
  return sentRows.find(({ url }) => route === `/${url.route}`)?.detailType ?? unrecognized;
}
