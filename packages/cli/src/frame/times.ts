import { InvalidArgumentError, Option } from 'commander';

const units = { s: 1, m: 60, h: 3_600, d: 86_400 } as const;

/** Milliseconds of `90s`, `10m`, `2h`, `3d`; undefined for anything else. */
function durationMs(text: string): number | undefined {
  const match = /^(\d{1,6})([smhd])$/.exec(text);
  if (match === null) return undefined;
  const [, count, unit] = match;
  return Number(count) * units[unit as keyof typeof units] * 1000;
}

/** Reads `--since`: how long ago (`10m`, `2h`, `3d`) or when (ISO 8601). Epoch milliseconds. */
export function readMoment(text: string, nowMs: number = Date.now()): number {
  const ago = durationMs(text);
  if (ago !== undefined) return nowMs - ago;
  const atMs = /^\d{4}-\d\d-\d\d/.test(text) ? Date.parse(text) : Number.NaN;
  if (Number.isNaN(atMs)) {
    throw new InvalidArgumentError('Write how long ago (10m, 2h, 3d) or when (2026-05-06T07:00:00Z).');
  }
  return atMs;
}

/** An option that takes such a moment. @param usual the value without it: `1h` */
export function momentOption(flags: string, about: string, usual?: string): Option {
  // commander passes the value before as a second argument.
  const option = new Option(flags, about).argParser((text: string) => readMoment(text));
  return usual === undefined ? option : option.default(readMoment(usual), usual);
}

/** Reads a duration (`90s`, `10m`, `8h`): milliseconds. */
export function readDuration(text: string): number {
  const ms = durationMs(text);
  if (ms === undefined || ms === 0) throw new InvalidArgumentError('Write how long: 90s, 10m, 8h.');
  return ms;
}

/** ISO 8601 of epoch milliseconds. */
export function isoTime(ms: number): string {
  return new Date(ms).toISOString();
}

const halfDayMs = 12 * units.h * 1000;

/** A moment as a person reads it off a clock: `03:41 (UTC)`, with its date if it is half a day away or more. */
export function clockText(ms: number, nowMs: number): string {
  const [date, time = ''] = isoTime(ms).split('T');
  const clock = `${time.slice(0, 5)} (UTC)`;
  return Math.abs(ms - nowMs) < halfDayMs ? clock : `${date} ${clock}`;
}

/** A time span as a person says it: `45 s`, `12 min`, `3 h`, `2 d`. */
export function spanText(seconds: number): string {
  if (seconds < 120) return `${Math.round(seconds)} s`;
  if (seconds < 2 * units.h) return `${Math.round(seconds / units.m)} min`;
  if (seconds < 2 * units.d) return `${Math.round(seconds / units.h)} h`;
  return `${Math.round(seconds / units.d)} d`;
}
