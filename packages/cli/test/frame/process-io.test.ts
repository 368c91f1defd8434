import { processIo } from '../../src/frame/process-io';

const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
const before = new Map(signals.map((signal) => [signal, process.listeners(signal)]));
const streams: readonly NodeJS.EventEmitter[] = [process.stdout, process.stderr];
const errorsBefore = new Map(streams.map((stream) => [stream, stream.listeners('error')]));

afterEach(() => {
  for (const [signal, kept] of before)
    for (const one of process.listeners(signal)) if (!kept.includes(one)) process.off(signal, one);
  for (const [stream, kept] of errorsBefore)
    for (const one of stream.listeners('error')) if (!kept.includes(one)) stream.off('error', one as () => void);
  jest.useRealTimers();
  jest.restoreAllMocks();
});

it.each(signals)('%s interrupts; a second one ends the process, unless it comes at once', (signal) => {
  jest.useFakeTimers({ now: 0 });
  const exit = jest.spyOn(process, 'exit').mockImplementation(() => undefined as never);
  const { interrupted } = processIo();
  expect(interrupted.aborted).toBe(false);
  process.emit(signal);
  expect(interrupted.aborted).toBe(true);
  jest.setSystemTime(900);
  process.emit(signal);
  expect(exit).not.toHaveBeenCalled();
  jest.setSystemTime(1_100);
  process.emit(signal);
  expect(exit).toHaveBeenCalledWith(130);
});

it.each(['stdout', 'stderr'] as const)('ends as after Ctrl-C when the reader of its %s is gone', (name) => {
  jest.useFakeTimers({ now: 0 });
  const exit = jest.spyOn(process, 'exit').mockImplementation(() => undefined as never);
  const { interrupted } = processIo();
  const stream: NodeJS.EventEmitter = process[name];
  stream.emit('error', new Error('EPIPE'));
  expect(interrupted.aborted).toBe(true);
  jest.advanceTimersByTime(15_000);
  expect(exit).toHaveBeenCalledWith(0);
});
