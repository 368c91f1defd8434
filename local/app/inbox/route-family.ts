/** What is expected on a route, until its body has been read. */
const families: Readonly<Record<string, string>> = {
  '/sms/mo': 'MO Message',
  '/sms/receipt': 'MT Message Response',
  '/mms/mo': 'MMS Message',
  '/mms/receipt': 'MMS Delivery Report',
  '/platform': 'Platform Event',
  '/rbm': 'RBM Event',
};

export const unrecognized = 'Unrecognized Callback';

export function routeFamily(route: string): string {
  return Object.hasOwn(families, route) ? (families[route] ?? unrecognized) : unrecognized;
}
