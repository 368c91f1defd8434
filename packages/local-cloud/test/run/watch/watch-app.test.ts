import { mkdirSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { FunctionConfig } from '../../../src/lambda/function-config';
import { textLogging } from '../../../src/lambda/logging';
import { watchApp } from '../../../src/run/watch/watch-app';
import { temporaryFolder } from '../../support/temporary-folder';
import { until } from '../../support/until';

const newFolder = temporaryFolder();

function worldOf(make: (directory: string) => void, deploy: () => void = () => undefined) {
  const [directory, store, first] = [newFolder(), newFolder(), newFolder()];
  const bundle = join(first, 'asset.a');
  mkdirSync(bundle);
  writeFileSync(join(bundle, 'index.js'), 'one');
  writeFileSync(join(directory, 'handler.ts'), 'one');
  const config: FunctionConfig = {
    logicalId: 'Bot',
    name: 'bot',
    arn: 'arn:bot',
    handler: 'index.handler',
    bundleDirectory: bundle,
    environment: {},
    timeoutMs: 1,
    memoryMb: 128,
    roleLogicalId: 'Role',
    logging: textLogging,
  };
  const taken: string[] = [];
  const complaints: unknown[] = [];
  const said: string[] = [];
  const counts = { deployed: 0 };
  const stop = new AbortController();
  const watching = watchApp(
    {
      directory,
      except: [],
      store,
      assets: {
        knows: (asset) => asset === 'asset.a',
        make: async (_asset, to) => {
          mkdirSync(to, { recursive: true });
          make(to);
          return true;
        },
      },
      functions: () => [config],
      takeCode: async (logicalId, to) => void taken.push(`${logicalId} ${to}`),
      deploy: async () => {
        counts.deployed += 1;
        deploy();
      },
      say: (line) => said.push(line.replace(/[\d.]+ (m?s)/, 'N $1')),
      complain: (error) => complaints.push(error),
    },
    stop.signal,
  );
  const end = async () => {
    stop.abort();
    await watching;
  };
  return {
    save: (text: string) => writeFileSync(join(directory, 'handler.ts'), text),
    rename: () => renameSync(join(directory, 'handler.ts'), join(directory, 'renamed.ts')),
    taken,
    complaints,
    said,
    counts,
    end,
  };
}

test('new code is taken at once, and then the whole app is deployed', async () => {
  const { save, taken, counts, end } = worldOf((to) => writeFileSync(join(to, 'index.js'), 'another'));
  save('another');
  await until(() => counts.deployed === 1);
  expect(taken).toEqual([expect.stringMatching(/^Bot .*asset\.a-\d+$/)]);
  await end();
});

test('a change that leaves the code as it is replaces no worker', async () => {
  const { save, taken, counts, end } = worldOf((to) => writeFileSync(join(to, 'index.js'), 'one'));
  save('// a comment');
  await until(() => counts.deployed === 1);
  expect(taken).toEqual([]);
  await end();
});

test('code that cannot be bundled is reported once, without a synthesis, and so is that it works again', async () => {
  const broken = new Error('Unexpected "}"');
  let isBroken = true;
  const { save, taken, complaints, said, counts, end } = worldOf((to) => {
    if (isBroken) throw broken;
    writeFileSync(join(to, 'index.js'), 'another');
  });
  save('}');
  await until(() => complaints.length === 1);
  isBroken = false;
  save('another');
  await until(() => said.length === 2);
  expect(said).toEqual(['New code for Bot, in N ms.', 'It works again: your app was synthesized in N s, and runs.']);
  expect([taken.length, complaints, counts.deployed]).toEqual([1, [broken], 1]);
  await end();
});

test.each([
  ['a file was renamed', ({ rename }: ReturnType<typeof worldOf>) => rename()],
  [
    'it is saved again',
    async ({ save, complaints }: ReturnType<typeof worldOf>) => {
      save('}');
      await until(() => complaints.length === 1);
      save('} fixed in the app');
    },
  ],
])('code that the app of before cannot bundle is synthesized if %s', async (_when, change) => {
  const world = worldOf(() => {
    throw new Error('Could not resolve "handler.ts"');
  });
  await change(world);
  await until(() => world.said.length === 1);
  expect(world.said).toEqual(['It works again: your app was synthesized in N s, and runs.']);
  expect(world.counts.deployed).toBe(1);
  await world.end();
});

test('an app that cannot be synthesized is reported, and so is that it works again', async () => {
  const broken = new Error('no such construct');
  let isBroken = true;
  const { save, complaints, said, end } = worldOf(
    (to) => writeFileSync(join(to, 'index.js'), 'one'),
    () => {
      if (isBroken) throw broken;
    },
  );
  save('broken');
  await until(() => complaints.length === 1);
  expect(complaints).toEqual([broken]);
  isBroken = false;
  save('fixed');
  await until(() => said.length === 1);
  save('again');
  await until(() => said.length === 2);
  expect(said).toEqual([
    'It works again: your app was synthesized in N s, and runs.',
    'Your app was synthesized in N s, and runs.',
  ]);
  await end();
});
