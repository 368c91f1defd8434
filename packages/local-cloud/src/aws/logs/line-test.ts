import { AwsError } from '../protocols/aws-error';

/** Whether a line matches a pattern. */
export type LineTest = (line: string) => boolean;

export function refused(pattern: string, what: string): AwsError {
  const message = `Invalid filter pattern ${JSON.stringify(pattern)}: the local cloud does not support ${what}.`;
  return new AwsError('InvalidParameterException', message);
}
