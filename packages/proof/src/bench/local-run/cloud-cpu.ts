import { familyCpu, functionOf } from './process-cpu';

export type Part = 'main' | 'ingest' | 'consumer';

export type CloudCpu = Readonly<Record<Part, number>>;

/** CPU in ms since their start of the local cloud's process and of its workers that live. */
export function readCloudCpu(pid: number): CloudCpu {
  const family = familyCpu(pid).map((one) => [partOf(pid, one.pid), one.cpuMs] as const);
  const of = (part: Part) => family.reduce((sum, [whose, cpuMs]) => (whose === part ? sum + cpuMs : sum), 0);
  return { main: of('main'), ingest: of('ingest'), consumer: of('consumer') };
}

/** The workers of the consumer that live. */
export function consumerPids(pid: number): readonly number[] {
  return familyCpu(pid)
    .filter((one) => partOf(pid, one.pid) === 'consumer')
    .map((one) => one.pid);
}

export function perCallback(before: CloudCpu, after: CloudCpu, callbacks: number): CloudCpu {
  const of = (part: Part) => (after[part] - before[part]) / callbacks;
  return { main: of('main'), ingest: of('ingest'), consumer: of('consumer') };
}

export function sumOf({ main, ingest, consumer }: CloudCpu): number {
  return main + ingest + consumer;
}

function partOf(mainPid: number, pid: number): Part | undefined {
  if (pid === mainPid) return 'main';
  const name = functionOf(pid) ?? '';
  if (/ingest/i.test(name)) return 'ingest';
  return /consumer/i.test(name) ? 'consumer' : undefined;
}
