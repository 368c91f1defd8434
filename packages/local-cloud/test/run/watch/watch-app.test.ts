import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { FunctionConfig } from '../../../src/lambda/function-config';
import { textLogging } from '../../../src/lambda/logging';
import { watchApp } from '../../../src/run/watch/watch-app';
import { temporaryFolder } from '../../support/temporary-folder';
import { until } from '../../support/until';

const newFolder = temporaryFolder();

function worldOf(make: (directory: string) => void) {
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
        },
      },
      functions: () => [config],
      takeCode: async (logicalId, to) => void taken.push(`${logicalId} ${to}`),
      deploy: async () => {
        counts.deployed += 1;
      },
      say: () => undefined,
      complain: (error) => complaints.push(error),
    },
    stop.signal,
  );
  const end = async () => {
    stop.abort();
    await watching;
  };
  return { save: (text: string) => writeFileSync(join(directory, 'handler.ts'), text), taken, complaints, counts, end };
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

test('code that cannot be bundled is told, and lived with', async () => {
  const broken = new Error('Unexpected "}"');
  const { save, taken, complaints, counts, end } = worldOf(() => {
    throw broken;
  });
  save('}');
  await until(() => counts.deployed === 1);
  expect([taken, complaints]).toEqual([[], [broken]]);
  await end();
});
