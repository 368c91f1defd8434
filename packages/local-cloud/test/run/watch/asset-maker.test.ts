import { createConnection, type Socket } from 'node:net';
import { createInterface } from 'node:readline';
import { AssetMaker } from '../../../src/run/watch/asset-maker';
import { until } from '../../support/until';

let maker: AssetMaker;
const sockets: Socket[] = [];

beforeEach(async () => {
  maker = await AssetMaker.listen();
});

afterEach(() => {
  maker.close();
  for (const socket of sockets) socket.destroy();
});

/** An app that has synthesized, and answers as the test says. */
async function appWith(assets: readonly string[], answer: (asset: string) => string | undefined): Promise<Socket> {
  const ready = maker.ready();
  const socket = createConnection(maker.environment.LOCAL_CLOUD_ASSETS ?? '');
  sockets.push(socket);
  socket.write(`${JSON.stringify({ assets })}\n`);
  createInterface({ input: socket }).on('line', (line) => {
    const { id, asset } = JSON.parse(line);
    const error = answer(asset);
    socket.write(`${JSON.stringify(error === 'cannot' ? { id, cannot: true } : { id, error })}\n`);
  });
  await ready;
  return socket;
}

test('a CDK app is started with the hook that records its assets', () => {
  expect(maker.environment.NODE_OPTIONS).toMatch(/--import=file:.*record-assets\.mts$/);
});

test('the app that stays makes an asset again', async () => {
  const asked: string[] = [];
  await appWith(['asset.a'], (asset) => void asked.push(asset));
  expect([maker.knows('asset.a'), maker.knows('asset.b')]).toEqual([true, false]);
  await maker.make('asset.a', '/code');
  expect(asked).toEqual(['asset.a']);
});

test('an error has the bundler’s own message, which comes by standard error', async () => {
  maker.heard('a warning of the synthesis');
  await appWith(['asset.a'], () => 'esbuild exited with status 1');
  await expect(maker.make('asset.a', '/code')).rejects.toThrow(
    'The code cannot be bundled:\nesbuild exited with status 1',
  );
  const made = maker.make('asset.a', '/code');
  setImmediate(() => maker.heard('✘ [ERROR] Unexpected "}"\n\n    bot.ts:3:2:\n'));
  await expect(made).rejects.toThrow('The code cannot be bundled:\n✘ [ERROR] Unexpected "}"\n\n    bot.ts:3:2:');
});

test('what is bundled in a container is left to a synthesis', async () => {
  await appWith(['asset.a'], () => 'cannot');
  expect(await maker.make('asset.a', '/code')).toBe(false);
});

test('the next app takes the place of the one before', async () => {
  await appWith(['asset.a'], () => 'too late');
  await appWith(['asset.b'], () => undefined);
  expect([maker.knows('asset.a'), maker.knows('asset.b')]).toEqual([false, true]);
  await maker.make('asset.b', '/code');
});

test('an app that ends makes nothing any more', async () => {
  const socket = await appWith(['asset.a'], () => undefined);
  socket.destroy();
  await until(() => !maker.knows('asset.a'));
});
