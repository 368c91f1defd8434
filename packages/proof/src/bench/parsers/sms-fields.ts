/** A parsed document as its library gives it, asked by element path below the root and by attribute. */
export interface SmsDocument {
  readonly root: string;
  /** Null where the element or the attribute is not there. */
  attribute(path: Path, name: string): string | null;
  /** The element's own characters, exactly; null where it is not there. */
  text(path: Path): string | null;
}

/** `''` is the root itself; nothing in these documents is deeper than two. */
export type Path = '' | string | `${string}/${string}`;

export type SmsFields = Readonly<Record<string, string | null>>;

type Read = (document: SmsDocument) => SmsFields;

/** What a consumer of these two documents wants of them (wire contract §2.1, §2.3). */
const readers: Readonly<Record<string, Read>> = {
  moMessage: ({ attribute, text }) => ({
    messageId: attribute('', 'messageId'),
    receiptDate: attribute('', 'receiptDate'),
    attemptNumber: attribute('', 'attemptNumber'),
    sourceAddress: attribute('source', 'address'),
    sourceCarrier: attribute('source', 'carrier'),
    sourceType: attribute('source', 'type'),
    destinationAddress: attribute('destination', 'address'),
    destinationType: attribute('destination', 'type'),
    message: text('message'),
    longReference: text('longMessageInfo/reference'),
    longPart: attribute('longMessageInfo/part', 'number'),
  }),
  mtMessageResponse: ({ attribute, text }) => ({
    messageId: attribute('', 'messageId'),
    submitterMessageId: attribute('', 'submitterMessageId'),
    receiptDate: attribute('', 'receiptDate'),
    type: text('type'),
    isError: attribute('status', 'isError'),
    description: text('status/description'),
    errorCode: text('status/errorCode'),
    internalErrorCode: text('status/internalErrorCode'),
    originalMessageId: attribute('multipart', 'originalMessageId'),
    noOfParts: attribute('multipart', 'noOfParts'),
    partNumber: attribute('multipart', 'partNumber'),
  }),
};

export function smsFields(document: SmsDocument): SmsFields {
  const read = readers[document.root];
  if (read === undefined) throw new Error(`nothing reads a document ${document.root}`);
  return read(document);
}
