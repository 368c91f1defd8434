import { appendFileSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { replaceFile } from '../../../base/replace-file';
import { type MetricClock, secondsPerMinute } from './metric-clock';
import type { FinishedMinute, MetricStore } from './metric-store';

/** Stores finished minutes in a file, so that they survive a restart. A kill loses the current minute. */
export interface MetricLog {
  /** Appends the minutes finished since the last call. */
  save(): void;
  clear(): void;
}

interface Line {
  readonly key: string;
  /** When the minute began, by our clock: the next start may count other minutes. */
  readonly ms: number;
  readonly values: FinishedMinute['values'];
}

/** Minutes of CloudWatch that a start reads back. */
const minutesKept = 3 * 24 * 60;

/** Loads recent minutes into the store, and removes older ones from the file. */
export function openMetricLog(path: string, clock: MetricClock, store: MetricStore): MetricLog {
  const oldest = clock.nowMs() - minutesKept * clock.minuteMs;
  const kept = readLines(path).filter(({ ms }) => ms >= oldest);
  for (const { key, ms, values } of kept) {
    const second = Math.floor(clock.toSecond(ms) / secondsPerMinute) * secondsPerMinute;
    store.restore({ key, second, values });
  }
  replaceFile(path, kept.map(toText).join(''));
  return {
    save: () => {
      const minutes = store.takeFinished();
      const lines = minutes.map(({ second, ...rest }) => ({
        ...rest,
        ms: (second / secondsPerMinute) * clock.minuteMs,
      }));
      appendFileSync(path, lines.map(toText).join(''));
    },
    clear: () => writeFileSync(path, ''),
  };
}

function toText(line: Line): string {
  return `${JSON.stringify(line)}\n`;
}

/** Drops a last line that was cut off. */
function readLines(path: string): readonly Line[] {
  if (!existsSync(path)) return [];
  const text = readFileSync(path, 'utf8');
  const whole = text.slice(0, text.lastIndexOf('\n') + 1);
  return whole
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line));
}
