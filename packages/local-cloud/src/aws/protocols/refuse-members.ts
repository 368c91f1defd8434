import { AwsError } from './aws-error';
import type { Input } from './create-service';

/** @throws AwsError for a member that is not supported, which would be ignored */
export function refuseMembers(input: Input, supported: readonly string[], errorCode: string): void {
  const unknown = Object.keys(input).find((name) => !supported.includes(name));
  if (unknown !== undefined) throw new AwsError(errorCode, `The local cloud does not support ${unknown} here.`);
}
