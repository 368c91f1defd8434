import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { buildSync } from 'esbuild';
import { attempt, type CheckedFact } from './attempt';
import type { Packages } from './build';
import { npmInstall, onNode24, pinned, root, run } from './in-a-folder';
import { readmeInstallLines, tryReadmeApp } from './readme-app';
import { checkTestingPage } from './testing-page';

/** Apps of a user's own: plain JavaScript, TypeScript as `cdk init` writes it, an ES module; and the example. */
export async function checkOwnApps(tarballs: Packages, folder: string): Promise<readonly CheckedFact[]> {
  const app = join(folder, 'app');
  mkdirSync(app);
  for (const [name, content] of Object.entries(files)) writeFileSync(join(app, name), content);
  const all = [tarballs.product, tarballs.localCloud, tarballs.cli];
  const install = await attempt('the README’s lines install the packages into an empty folder', async () => {
    for (const tarball of all) cpSync(tarball, join(app, basename(tarball)));
    writeFileSync(join(app, 'package.json'), '{"name":"app","private":true}\n');
    const lines = readmeInstallLines(readFileSync(join(root, 'README.md'), 'utf8'));
    await run(app, 'bash', ['-ec', lines.join('\n')], { npm_config_prefer_offline: 'true', npm_config_audit: 'false' });
    await npmInstall(app, pinned('typescript', 'tsx', '@types/node'));
  });
  if (install.failure !== undefined) return [install];
  const inApp = (fact: string, command: string, args: readonly string[], environment?: NodeJS.ProcessEnv) =>
    attempt(fact, () => run(app, command, args, environment));
  const synthesizes = (fact: string, command: string, output: string) =>
    inApp(fact, 'npx', ['cdk', 'synth', '--quiet', '--app', command, '--output', output], withoutRules);
  return [
    install,
    await attempt('no Node.js comes along', () => noNode(app)),
    await inApp('a TypeScript app is type-checked by Node’s own resolution', 'npx', [
      ...['tsc', '--noEmit', '--module', 'nodenext', '--strict', '--skipLibCheck'],
      ...['app.mts', 'app.ts'],
    ]),
    await synthesizes('plain JavaScript synthesizes, without esbuild', 'node app.js', 'out-js'),
    await synthesizes('an ES module synthesizes', 'node app.mjs', 'out-mjs'),
    await synthesizes('TypeScript by tsx synthesizes', 'npx tsx app.ts', 'out-ts'),
    await attempt('TypeScript by ts-node, as older apps have it, synthesizes', () => byTsNode(app)),
    await attempt('all have one template, and its alarms say what to type there', () => sameTemplates(app)),
    await attempt('a guard costs a bundled function less than 1 kB', () => bundleGuard(app)),
    await inApp('the command says what it can', 'npx', ['vibes-callbacks', '--help']),
    await attempt('the README’s app starts, is sent a message, and its own function runs', () =>
      tryReadmeApp(app, { ...process.env, ...onNode24() }),
    ),
    ...(await checkTestingPage(app)),
    ...(await checkExample(all, folder)),
  ];
}

async function checkExample(tarballs: readonly string[], folder: string): Promise<readonly CheckedFact[]> {
  const example = join(root, 'examples', 'order-bot');
  if (!existsSync(example)) return [];
  const copy = join(folder, 'order-bot');
  cpSync(example, copy, { recursive: true, filter: (path) => !/node_modules|cdk\.out|\.local/.test(path) });
  const install = await attempt('examples/order-bot installs with it', () => npmInstall(copy, tarballs));
  if (install.failure !== undefined) return [install];
  return [install, await attempt('the tests of examples/order-bot pass', () => run(copy, 'npm', ['test'], onNode24()))];
}

/** What `cdk init` wrote until it chose tsx. ts-node has no release for TypeScript 7, so both come by a lock file of theirs. */
async function byTsNode(app: string): Promise<void> {
  const older = join(app, 'older');
  cpSync(join(__dirname, 'ts-node'), older, { recursive: true });
  await run(older, 'npm', ['ci', '--no-audit', '--no-fund', '--prefer-offline', '--ignore-scripts']);
  writeFileSync(join(older, 'app.ts'), files['app.ts'] ?? '');
  const compilerOptions = { target: 'ES2022', module: 'NodeNext', moduleResolution: 'NodeNext', strict: true };
  writeFileSync(
    join(older, 'tsconfig.json'),
    JSON.stringify({ compilerOptions: { ...compilerOptions, skipLibCheck: true } }),
  );
  const words = ['--app', 'npx ts-node --prefer-ts-exts app.ts', '--output', join(app, 'out-ts-node')];
  await run(older, 'npx', ['cdk', 'synth', '--quiet', ...words], withoutRules);
}

function noNode(app: string): void {
  const found = readdirSync(join(app, 'node_modules')).filter((name) => /^node-(bin|linux|darwin|win)/.test(name));
  if (found.length > 0) throw new Error(found.join('\n'));
}

function sameTemplates(app: string): void {
  const [first = '', ...others] = ['out-js', 'out-mjs', 'out-ts', 'out-ts-node'].map((output) =>
    readFileSync(join(app, output, 'MyApp.template.json'), 'utf8'),
  );
  if (others.some((template) => template !== first)) throw new Error('their templates differ');
  if (!first.includes('Type: npx vibes-callbacks ')) throw new Error('their alarms name a command of the clone');
}

function bundleGuard(app: string): void {
  const contents =
    "import { isMoMessage } from 'vibes-callbacks/events'; export const handler = (e) => isMoMessage(e);";
  const { outputFiles } = buildSync({
    stdin: { contents, resolveDir: app },
    bundle: true,
    minify: true,
    platform: 'node',
    format: 'cjs',
    write: false,
  });
  const size = outputFiles.reduce((sum, { contents: bytes }) => sum + bytes.length, 0);
  if (size >= 1000) throw new Error(`It costs ${size} bytes.`);
}

/** CDK's rules are slow, and the template is the one that they accept with the construct alone. */
const withoutRules = { CDK_VALIDATION: 'false' };

const body = `const app = new App();
const stack = new Stack(app, 'MyApp');
new VibesCallbacks(stack, 'Vibes', { stageName: 'v1' });
app.synth();
`;

const files: Readonly<Record<string, string>> = {
  'app.js': `const { App, Stack } = require('aws-cdk-lib');\nconst { VibesCallbacks } = require('vibes-callbacks');\n${body}`,
  'app.mjs': `import { App, Stack } from 'aws-cdk-lib';\nimport { VibesCallbacks } from 'vibes-callbacks';\n${body}`,
  'app.ts': `import { App, Stack } from 'aws-cdk-lib';\nimport { VibesCallbacks } from 'vibes-callbacks';\n${body}`,
  'app.mts': `import { App, Stack } from 'aws-cdk-lib';
import { VibesCallbacks, type VibesCallbacksProps } from 'vibes-callbacks';
import { type CallbackDetail, isMoMessage } from 'vibes-callbacks/events';
import { type LocalCloud, startLocalCloud } from 'vibes-callbacks/local';
import { SQSClient } from '@aws-sdk/client-sqs';
const props: VibesCallbacksProps = { vibesRegion: 'EU' };
new VibesCallbacks(new Stack(new App(), 'MyApp'), 'Vibes', props);
export const idOf = ({ data }: CallbackDetail<'MO Message'>): string => data.messageId;
export const start = () => startLocalCloud({ assembly: 'out-js' });
export const textOf = (cloud: LocalCloud): string | null | undefined => cloud.events().find(isMoMessage)?.detail.data.text;
export const clientOf = (cloud: LocalCloud) => new SQSClient(cloud.aws);
export const send = (cloud: LocalCloud) => cloud.send('mo-message-keyword', { text: 'ORDER' });
// @ts-expect-error internal
export const internal = (callbacks: VibesCallbacks) => callbacks.keepOutcomes;
// @ts-expect-error there is no such Region of Vibes
new VibesCallbacks(new Stack(new App(), 'Other'), 'Vibes', { vibesRegion: 'UK' });
`,
  'cdk.json': '{ "app": "node app.js" }\n',
};
