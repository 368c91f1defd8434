import { counted } from '@vibes-callbacks/local-cloud/text';
import type { CallbackOutcome, TargetState } from '../inbox/inbox-shapes';

/** The name and the look of an outcome. */
export const outcomes = {
  waiting: ['waiting', 'odd'],
  published: ['published', 'good'],
  repeat: ['seen before', 'plain'],
  unrecognized: ['unrecognized', 'odd'],
  dismissed: ['dismissed', 'plain'],
  failing: ['retrying', 'bad'],
  dead: ['dead letter', 'bad'],
  refused: ['not kept', 'bad'],
  looked: ['not a POST', 'plain'],
} as const satisfies Record<CallbackOutcome, readonly [string, string]>;

/** What one can filter by. */
export const outcomeChoices: readonly (readonly [string, string])[] = [
  ...Object.entries(outcomes).map(([outcome, [word]]) => [outcome, word] as const),
  ['target-failed', 'a target failed'],
];

export const targetStates = {
  done: ['delivered', 'good'],
  trying: ['on its way', 'odd'],
  failed: ['failed', 'bad'],
} as const satisfies Record<TargetState, readonly [string, string]>;

/** `14:03:07.120`, in local time. */
export function clockTime(iso: string): string {
  const at = new Date(iso);
  const two = (value: number) => String(value).padStart(2, '0');
  const seconds = `${two(at.getSeconds())}.${String(at.getMilliseconds()).padStart(3, '0')}`;
  return `${two(at.getHours())}:${two(at.getMinutes())}:${seconds}`;
}

/** Today: the time alone; earlier: the day, and the time without seconds. */
export function momentInWords(iso: string, now = new Date()): string {
  const at = new Date(iso);
  if (at.toDateString() === now.toDateString()) return clockTime(iso);
  const two = (value: number) => String(value).padStart(2, '0');
  const day = `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())}`;
  return `${day} ${clockTime(iso).slice(0, 5)}`;
}

export function bytesInWords(size: number): string {
  if (size < 1024) return counted(size, 'byte');
  const mib = size / 1024 / 1024;
  return mib < 1 ? `${(size / 1024).toFixed(1)} KiB` : `${mib.toFixed(1)} MiB`;
}
