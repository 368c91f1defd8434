import { processIo } from '../../src/frame/process-io';

const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
const before = new Map(signals.map((signal) => [signal, process.listeners(signal)]));

afterEach(() => {
  for (const [signal, kept] of before)
    for (const one of process.listeners(signal)) if (!kept.includes(one)) process.off(signal, one);
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

it('ends as after Ctrl-C when nobody reads the output any more', () => {
  jest.useFakeTimers({ now: 0 });
  const exit = jest.spyOn(process, 'exit').mockImplementation(() => undefined as never);
  const added: ((error: Error) => void)[] = [];
  jest.spyOn(process.stdout, 'on').mockImplementation((_event, listener) => {
    added.push(listener);
    return process.stdout;
  });
  const { interrupted } = processIo();
  for (const listener of added) listener(new Error('EPIPE'));
  expect(interrupted.aborted).toBe(true);
  jest.advanceTimersByTime(15_000);
  expect(exit).toHaveBeenCalledWith(0);
});
