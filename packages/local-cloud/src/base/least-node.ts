/** The first release whose `require` takes ES modules and whose node:sqlite needs no flag. */
const least = [22, 13] as const;

/** Why this Node.js cannot run the local cloud, as a sentence; undefined where it can. For programs that import it afterwards. */
export function nodeComplaint(version = process.versions.node): string | undefined {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  if (major > least[0] || (major === least[0] && minor >= least[1])) return undefined;
  return `The local cloud needs Node.js ${least.join('.')} or later, and this is v${version}: install a newer one.`;
}
