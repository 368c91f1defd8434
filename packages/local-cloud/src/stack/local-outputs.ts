import type { Stack } from './read-stack';

/** The stack's outputs as `cdk deploy --outputs-file` writes them, with the API's URLs as they are on this machine. */
export function localOutputs(
  { deployment, api }: Pick<Stack, 'deployment' | 'api'>,
  origin: string,
): Readonly<Record<string, string>> {
  if (api === undefined) return deployment.outputs();
  const cloud = new RegExp(`^https://${api.id}\\.execute-api\\.[^/]+`);
  const domain = `https://${api.customDomain?.name}/`;
  const entries = Object.entries(deployment.outputs()).map(([name, value]) => {
    // The root of the custom domain is the stage.
    if (value.startsWith(domain)) return [name, `${origin}/${api.stageName}/${value.slice(domain.length)}`];
    return [name, value.replace(cloud, origin)];
  });
  return Object.fromEntries(entries);
}
