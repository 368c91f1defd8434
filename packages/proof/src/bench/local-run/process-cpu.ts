import { readdirSync, readFileSync } from 'node:fs';

/** Where a process's time went since it started, in ms of CPU; in ticks of 10 ms, so over thousands of callbacks. */
export interface ProcessCpu {
  readonly pid: number;
  readonly parent: number;
  readonly cpuMs: number;
}

const tickMs = 10;

/** Linux shows it for every process; other systems need more work. */
export const tellsProcessCpu = process.platform === 'linux';

/** A process and those that it started. */
export function familyCpu(pid: number): readonly ProcessCpu[] {
  const all = readdirSync('/proc').filter((name) => /^\d+$/.test(name));
  return all.flatMap((name) => read(name)).filter((one) => one.pid === pid || one.parent === pid);
}

export function readCpuMs(pid: number): number {
  return read(String(pid))[0]?.cpuMs ?? Number.NaN;
}

/** `VibesIngestServiceFunction…` of a worker of a function; nothing for any other process. */
export function functionOf(pid: number): string | undefined {
  const environment = readProc(String(pid), 'environ') ?? '';
  return /(?:^|\0)AWS_LAMBDA_FUNCTION_NAME=([^\0]*)/.exec(environment)?.[1];
}

/** `/proc/<pid>/stat`: the name in parentheses may hold anything, so fields are counted from its end (proc(5)). */
export function readStat(pid: number, stat: string): ProcessCpu {
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return { pid, parent: Number(fields[1]), cpuMs: (Number(fields[11]) + Number(fields[12])) * tickMs };
}

function read(name: string): ProcessCpu[] {
  const stat = readProc(name, 'stat');
  return stat === undefined ? [] : [readStat(Number(name), stat)];
}

/** A process may end between the listing and the reading. */
function readProc(pid: string, file: string): string | undefined {
  try {
    return readFileSync(`/proc/${pid}/${file}`, 'utf8');
  } catch {
    return undefined;
  }
}
