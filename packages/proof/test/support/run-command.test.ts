import { realpathSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { lastLine, root, runCommand } from '../../src/support/run-command';

const node = (code: string, options?: Parameters<typeof runCommand>[2]) =>
  runCommand(process.execPath, ['-e', code], options);

it('gives what a program said on both ways, and how it ended', async () => {
  const { code, output } = await node('console.log("out"); console.error("err"); process.exitCode = 3');
  expect(code).toBe(3);
  expect(output.trim().split('\n').sort()).toEqual(['err', 'out']);
});

it('runs in the project, with more in its environment; elsewhere where that is wanted', async () => {
  const code = 'console.log(process.cwd(), process.env.MORE)';
  expect((await node(code, { environment: { MORE: 'yes' } })).output).toBe(`${root} yes\n`);
  const cwd = realpathSync(tmpdir());
  expect((await node(code, { cwd })).output).toBe(`${cwd} undefined\n`);
});

it('a program that is not there is an ending, without a code', async () => {
  expect(await runCommand('no-such-program', [])).toEqual({ code: null, output: 'spawn no-such-program ENOENT' });
});

it('what takes too long is ended, has failed, and it is said why', async () => {
  const { code, output } = await node('setInterval(() => {}, 1e6)', { timeoutMs: 50 });
  expect([code, output]).toEqual([1, '\nIt was ended by SIGTERM: from outside, or because it took too long.']);
});

it('the last line is the last that says something', () => {
  expect(lastLine('first\nlast \n\n')).toBe('last');
  expect(lastLine('')).toBe('');
});
