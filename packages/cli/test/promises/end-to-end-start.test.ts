import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { dirname, join } from 'node:path';
import { temporaryFolder } from '../../../../test/support/temporary-folder';
import { runLocalCloud, startLocalCloud } from '../support/start-local-cloud';

const newFolder = temporaryFolder();

describe('a start that is not possible ends with 1 and one sentence', () => {
  it('for a port in use', async () => {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const address = server.address();
    const port = typeof address === 'object' && address !== null ? address.port : 0;
    expect(await runLocalCloud(['--port', String(port), '--data', join(newFolder(), 'data')])).toEqual({
      code: 1,
      text: `Port ${port} is in use: stop what listens there, or choose another with --port.`,
    });
    server.close();
  });

  it('for a data folder that is a file', async () => {
    const file = join(newFolder(), 'file');
    writeFileSync(file, 'mine');
    expect(await runLocalCloud(['--port', '0', '--data', file])).toEqual({
      code: 1,
      text: `The data folder ${file} cannot be used: choose another with --data, or make it a folder that can be written.`,
    });
  });

  // There mkdir with `recursive` runs for minutes.
  const itWithProc = existsSync('/proc/self') ? it : it.skip;
  itWithProc('for a data folder where none can be made', async () => {
    expect(await runLocalCloud(['--port', '0', '--data', '/proc/no/data'])).toEqual({
      code: 1,
      text: 'The data folder /proc/no/data cannot be used: choose another with --data, or make it a folder that can be written.',
    });
  });

  it('for a data folder that holds something else', async () => {
    const folder = newFolder();
    mkdirSync(join(folder, 'photos'));
    const { code, text } = await runLocalCloud(['--port', '0', '--data', folder]);
    // If there is something to synthesize, it says so first.
    expect({
      code,
      text: text.replace(/^(?:Sources or settings changed: |Synthesizing the stack[.] ).*\n/, ''),
    }).toEqual({
      code: 1,
      text: `The folder ${folder} is not empty and not the local cloud's: choose another with --data, or empty it.`,
    });
  });

  it('for a second local cloud on the same data', async () => {
    const dataDir = join(newFolder(), 'data');
    const first = await startLocalCloud({ dataDir });
    expect(await runLocalCloud(['--port', '0', '--data', dataDir])).toEqual({
      code: 1,
      text: `Another local cloud runs on the data folder ${dataDir}: stop it, or choose another folder with --data.`,
    });
    expect((await first.control('GET', 'health')).status).toBe(200);
    await first.stop();
  });

  it('for a folder that is not a cloud assembly', async () => {
    const folder = newFolder();
    const above = join(newFolder(), 'above');
    const args = ['--port', '0', '--data', join(above, 'data'), '--assembly', folder];
    const { code, text } = await runLocalCloud(args);
    expect({ code, text }).toEqual({
      code: 1,
      text: `${join(folder, 'manifest.json')} cannot be read: is ${folder} a folder that "cdk synth" wrote?`,
    });
    // The data folder was new: nothing is left of it, nor of the one above.
    expect(readdirSync(dirname(above))).toEqual([]);
  });

  it('for an unknown option', async () => {
    const { code, text } = await runLocalCloud(['--prot', '1']);
    expect({ code, text }).toEqual({ code: 1, text: expect.stringContaining("error: unknown option '--prot'") });
    expect(text).toContain('(Did you mean --port?)');
  });
});

it('the help names every option and ends with 0', async () => {
  const { code, text } = await runLocalCloud(['--help']);
  expect(code).toBe(0);
  for (const option of ['--port', '--data', '--username', '--password', '--rbm-secret', '--assembly']) {
    expect(text).toContain(option);
  }
});
