/** The routes of architecture §3; `lib/callback-api.ts`, which has them too, would load all of the CDK. */
export const knownRoutes = ['/sms/mo', '/sms/receipt', '/mms/mo', '/mms/receipt', '/platform', '/rbm'] as const;

/** The path where it is one of ours, else the gateway's pattern: a path may hold what a person typed. */
export function knownRoute(path: string): string {
  return path === '/' ? path : (knownRoutes.find((known) => known === path) ?? '/{proxy+}');
}
