import { AwsError } from '../protocols/aws-error';

/** A time as one of the protocols writes it: tagged, as seconds, or as ISO 8601. */
export function toTime(value: unknown, name: string): Date {
  const seconds = Number(value);
  const time = value instanceof Date ? value : new Date(Number.isNaN(seconds) ? String(value) : seconds * 1000);
  if (value !== undefined && !Number.isNaN(time.getTime())) return time;
  throw new AwsError('ValidationError', `${name} is not a time.`);
}
