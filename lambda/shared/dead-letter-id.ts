/** Attribute of a message that an operator moved back from the dead-letter queue: its message id there. */
export const deadLetterIdAttribute = 'DeadLetterId';

type Attributes = Readonly<Record<string, { readonly stringValue?: string | undefined }>>;

/** Undefined for a message that was never a dead letter, or whose attribute is not a message id. */
export function readDeadLetterId(attributes: Attributes | undefined): string | undefined {
  const id = attributes?.[deadLetterIdAttribute]?.stringValue;
  return id !== undefined && /^[\w-]{1,100}$/.test(id) ? id : undefined;
}
