import { PassThrough } from 'node:stream';
import { createTerminalWatcher } from '../../src/simulator/watcher';

function streamOf(isTTY: boolean) {
  let written = '';
  const stream = Object.assign(new PassThrough(), { isTTY, columns: 80, cursorTo: () => true, clearLine: () => true });
  stream.on('data', (chunk) => {
    written += chunk;
  });
  return { stream, written: () => written };
}

function watch(isTTY: boolean): string {
  const { stream, written } = streamOf(isTTY);
  const watcher = createTerminalWatcher(stream);
  watcher.start(2);
  watcher.settled();
  watcher.settled();
  watcher.say('done');
  watcher.stop();
  return written();
}

describe('createTerminalWatcher', () => {
  it('shows a bar on a terminal', () => {
    expect(watch(true)).toContain('2/2');
  });

  it('gives the terminal back the wrapping of lines, however the process ends', () => {
    const wrapOn = '\u001B[?7h';
    const { stream, written } = streamOf(true);
    createTerminalWatcher(stream).start(2);
    expect(written()).not.toContain(wrapOn);
    process.emit('exit', 0);
    expect(written()).toContain(wrapOn);
  });

  it('writes lines alone where there is no terminal', () => {
    expect(watch(false)).toBe('done\n');
  });
});
