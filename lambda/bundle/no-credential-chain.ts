/**
 * Replaces `@aws-sdk/credential-provider-node` in the bundles (lib/bundle-function.ts). Lambda provides a role's
 * credentials in the environment, and `clientOptions` takes them from there. Only SnapStart, which Node.js does not
 * have, and containers have them elsewhere.
 */
export function defaultProvider(): () => Promise<never> {
  return async () => {
    throw new Error('no credentials in the environment: AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY are not set');
  };
}
