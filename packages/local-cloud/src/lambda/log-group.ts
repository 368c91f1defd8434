import type { LocalResource } from '../template/deployment';
import { asRecord, optionalText } from '../template/properties';

/** The log group that a function writes to: the template's, else Lambda's own. */
export function logGroupOf({ ref, properties }: Pick<LocalResource, 'ref' | 'properties'>): string {
  return optionalText(asRecord(properties.LoggingConfig).LogGroup) ?? `/aws/lambda/${ref}`;
}
