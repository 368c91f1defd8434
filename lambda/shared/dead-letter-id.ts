/** Attribute of a message that an operator moved back from the dead-letter queue: the id that it had there. */
export const deadLetterIdAttribute = 'DeadLetterId';

type Attributes = Readonly<Record<string, { readonly stringValue?: string | undefined }>>;

/** Undefined for what never was a dead letter, and for what is no id of a message. */
export function readDeadLetterId(attributes: Attributes | undefined): string | undefined {
  const id = attributes?.[deadLetterIdAttribute]?.stringValue;
  return id !== undefined && /^[\w-]{1,100}$/.test(id) ? id : undefined;
}
