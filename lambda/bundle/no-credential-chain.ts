/**
 * What the bundles hold in place of `@aws-sdk/credential-provider-node` (lib/bundle-function.ts). Lambda hands a role's
 * credentials over in the environment, and `clientOptions` takes them from there; only SnapStart, which Node.js has not,
 * and containers have them elsewhere.
 */
export function defaultProvider(): () => Promise<never> {
  return async () => {
    throw new Error('no credentials in the environment: AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY are not set');
  };
}
