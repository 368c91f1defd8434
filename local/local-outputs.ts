import type { Deployment } from './contract';

/** The stack's outputs as `cdk deploy --outputs-file` writes them, with the API's URLs as they are on this machine. */
export function localOutputs(deployment: Deployment, apiId: string, origin: string): Readonly<Record<string, string>> {
  const cloud = new RegExp(`^https://${apiId}\\.execute-api\\.[^/]+`);
  const entries = Object.entries(deployment.outputs()).map(([name, value]) => [name, value.replace(cloud, origin)]);
  return Object.fromEntries(entries);
}
