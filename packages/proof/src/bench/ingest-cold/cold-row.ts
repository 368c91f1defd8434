import type { FunctionEntry } from '../../../../../lib/bundle-function';
import { ingestMemoryMb } from '../../../../../lib/ingest';
import { prices } from '../../cost/tables';
import type { BenchmarkRow } from '../harness/report';
import { median } from '../harness/statistics';

export interface Share {
  readonly memoryMb: number;
  readonly ofCore: number;
}

/** Lambda gives a whole core at 1,769 MB, and less in proportion. */
export const shares: readonly Share[] = [
  { memoryMb: 256, ofCore: 0.14 },
  { memoryMb: 512, ofCore: 0.29 },
  { memoryMb: 1024, ofCore: 0.58 },
  { memoryMb: 1769, ofCore: 1 },
];

/** One start, and what came after. */
export interface ColdStart {
  readonly status: number;
  readonly loadMs: number;
  readonly handlerMs: number;
  /** CPU from the load to the answer. */
  readonly coldCpuMs: number;
  readonly warmMs: readonly number[];
}

/** Lambda's timeout of both functions; the gateway's of 1.8 s holds for load and request together. */
const lambdaMs = 1_000;
const gatewayMs = 1_800;
const goalMs = 1_000;

export function coldRow(kind: string, entry: FunctionEntry, share: Share, starts: readonly ColdStart[]): BenchmarkRow {
  const answers = starts.map(({ loadMs, handlerMs }) => loadMs + handlerMs);
  const percentOf = (isOne: (start: ColdStart) => boolean) => (starts.filter(isOne).length / starts.length) * 100;
  const inTime = percentOf((start) => !isLost(start) && start.loadMs + start.handlerMs <= goalMs);
  const figures = {
    'load, ms': median(starts.map(({ loadMs }) => loadMs)),
    'answer, ms': median(answers),
    'slowest answer, ms': Math.max(...answers),
    '503, %': percentOf(isLost),
    '200 within 1 s, %': inTime,
    'CPU, ms': median(starts.map(({ coldCpuMs }) => coldCpuMs)),
    'warm, ms': median(starts.flatMap(({ warmMs }) => warmMs)),
    '$ a million, cold': dollarsPerMillion(share, median(answers)),
    '$ a million, warm': dollarsPerMillion(share, median(starts.flatMap(({ warmMs }) => warmMs))),
  };
  const isChosen = kind === 'MO' && entry === 'ingest' && share.memoryMb === ingestMemoryMb;
  const goal = { text: 'all 200 within 1 s', isMet: inTime === 100 };
  return { name: `${kind}, ${share.memoryMb} MB, ${share.ofCore} of a core`, figures, ...(isChosen && { goal }) };
}

function isLost({ status, loadMs, handlerMs }: ColdStart): boolean {
  return status !== 200 || handlerMs > lambdaMs || loadMs + handlerMs > gatewayMs;
}

/** The load is billed too, and each invocation to the next millisecond. */
function dollarsPerMillion({ memoryMb }: Share, ms: number): number {
  const gbSeconds = (memoryMb / 1024) * (Math.ceil(ms) / 1000);
  return gbSeconds * prices.lambdaGbSecond.usd * 1_000_000 + prices.lambdaRequest.usd;
}
