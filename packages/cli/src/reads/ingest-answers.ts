import { reportOf, statusOf } from '../../../../lambda/ingest/outcome';

const outcomes = Object.keys(statusOf) as readonly (keyof typeof statusOf)[];
const statuses: ReadonlyMap<unknown, number> = new Map(
  outcomes.map((outcome) => [reportOf[outcome].code, statusOf[outcome]]),
);

/** The status with which ingest refused a callback that it logged with this code; undefined for any other code. */
export function refusedWith(code: unknown): number | undefined {
  const status = statuses.get(code);
  return status === 200 ? undefined : status;
}

/** Whether ingest logs this code for a callback that it stored. */
export function isStored(code: unknown): boolean {
  return statuses.get(code) === 200 && code !== reportOf.ignored.code;
}
