import { type DetailType, sentRows } from '../../../../../lambda/reader/families';

export const unrecognized: DetailType = 'Unrecognized Callback';

/** What is expected on a route, until its body has been read. */
export function routeFamily(route: string): DetailType {
  return sentRows.find(({ url }) => route === `/${url.route}`)?.detailType ?? unrecognized;
}
