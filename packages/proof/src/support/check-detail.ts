import Ajv, { type ValidateFunction } from 'ajv/dist/2020';
import addFormats from 'ajv-formats';
import type { EventType } from '../../../../lambda/reader/families';
import { jsonSchema } from './json-schema';

const ajv = addFormats(new Ajv({ strict: true, allErrors: false, allowUnionTypes: true }));
const validators = new Map<EventType, ValidateFunction>();

/**
 * Checks an event's `detail` against its published schema, and refuses fields that the schema does not name.
 * @throws Error that says where it differs
 */
export function checkDetail(detailType: EventType, detail: unknown): void {
  const validate = validators.get(detailType) ?? ajv.compile(jsonSchema(detailType, { closed: true }));
  validators.set(detailType, validate);
  if (validate(detail)) return;
  throw new Error(`${detailType} does not match its schema: ${ajv.errorsText(validate.errors)}`);
}
