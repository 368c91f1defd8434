const { spawnSync } = require('node:child_process');
const { createHash } = require('node:crypto');
const { copyFileSync, existsSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } =
  require('node:fs');
const { join } = require('node:path');

/** Ours among those that a process which died left behind: the name has its process id. */
const prefix = '.installing-';

/**
 * Installs one of the tools below this folder, as its package-lock.json says, unless that is installed already: so a
 * second run needs no network. npm installs into a folder beside it, which is then renamed: an interrupted installation
 * leaves nothing that looks complete, and two at once do not meet.
 * @param {string} tool
 * @param {string} tools the folder of the tools
 * @returns {string} its folder, with node_modules
 * @throws Error that says what to do
 */
function installTool(tool, tools = __dirname) {
  const folder = join(tools, tool);
  if (isInstalled(folder)) return folder;
  removeAbandoned(folder);
  const { description } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  console.error(`Installing ${description} (once, into scripts/tools/${tool}) ...`);
  const temporary = mkdtempSync(join(folder, `${prefix}${process.pid}-`));
  try {
    for (const name of ['package.json', 'package-lock.json']) copyFileSync(join(folder, name), join(temporary, name));
    runNpm(temporary, description);
    writeFileSync(join(temporary, 'node_modules', '.installed'), wanted(folder));
    putInPlace(folder, temporary);
  } finally {
    rmSync(temporary, { recursive: true, force: true });
  }
  return folder;
}

/** @param {string} folder */
function isInstalled(folder) {
  const marker = join(folder, 'node_modules', '.installed');
  return existsSync(marker) && readFileSync(marker, 'utf8') === wanted(folder);
}

/** What an installation is of: another lock file or another platform needs another one. @param {string} folder */
function wanted(folder) {
  const lock = createHash('sha256')
    .update(readFileSync(join(folder, 'package-lock.json')))
    .digest('hex');
  return `${process.platform}-${process.arch} ${lock}\n`;
}

/** @param {string} folder @param {string} what */
function runNpm(folder, what) {
  const args = ['ci', '--prefix', folder, '--include=dev', '--include=optional', '--ignore-scripts'];
  const quiet = ['--prefer-offline', '--no-audit', '--no-fund', '--loglevel=error'];
  // The npm that runs this script, if one does. Its standard output goes to ours of errors: a command's answer is alone.
  const npm = process.env.npm_execpath;
  const [command, ...first] = npm?.endsWith('.js') ? [process.execPath, npm] : ['npm'];
  const options = { cwd: folder, stdio: ['ignore', 2, 2], shell: process.platform === 'win32' && first.length === 0 };
  const { status, error } = spawnSync(command, [...first, ...args, ...quiet], options);
  if (status === 0) return;
  const cause = error === undefined ? 'npm says why above' : error.message;
  throw new Error(
    `Could not install ${what}: ${cause}. It needs the npm registry once. Run the command again when that answers.`,
  );
}

/** @param {string} folder @param {string} temporary */
function putInPlace(folder, temporary) {
  const target = join(folder, 'node_modules');
  try {
    if (existsSync(target) && !isInstalled(folder)) renameSync(target, join(temporary, 'previous'));
    renameSync(join(temporary, 'node_modules'), target);
  } catch (error) {
    // Another process was first.
    if (!isInstalled(folder)) throw error;
  }
}

/** @param {string} folder */
function removeAbandoned(folder) {
  for (const name of readdirSync(folder).filter((one) => one.startsWith(prefix))) {
    if (!isRunning(Number(name.slice(prefix.length).split('-')[0])))
      rmSync(join(folder, name), { recursive: true, force: true });
  }
}

/** @param {number} pid */
function isRunning(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return /** @type {NodeJS.ErrnoException} */ (error).code === 'EPERM';
  }
}

module.exports = { installTool };
