/** How a document is told: the local name of an XML root, of the element in an MM7 body, or a JSON object's members. */
export type DocumentFormat = 'xml' | 'mm7' | 'json';

interface FamilyRow {
  /** EventBridge `detail-type` (architecture §5, contract). Its words are the stem of the family's files. */
  readonly detailType: string;
  /** The folder of its reader, its schema and its samples. */
  readonly channel: 'sms' | 'mms' | 'platform' | 'rbm' | 'unrecognized';
  /** The stack's output that names its URL, and the route under the stage (architecture §3, contract). */
  readonly url: { readonly output: string; readonly route: string } | null;
  /** What Vibes sends, each by the name that the wire contract has for it. */
  readonly documents: Readonly<Record<string, DocumentFormat>>;
  /** Fields of `data` without a bound: they go to the bucket where an event would be too large. */
  readonly movable: readonly string[];
}

/**
 * One row a family of callbacks. The key is also the prefix of its ledger keys: stored data, so it stays. Which tables and
 * files a row must have is held by the compiler and by test/lambda/reader/families.test.ts, which name what is missing.
 */
export const families = {
  mo: {
    detailType: 'MO Message',
    channel: 'sms',
    url: { output: 'SmsMoUrl', route: 'sms/mo' },
    documents: { moMessage: 'xml', deliver: 'xml' },
    movable: ['text', 'longMessageInfo', 'extra'],
  },
  receipt: {
    detailType: 'MT Message Response',
    channel: 'sms',
    url: { output: 'SmsReceiptUrl', route: 'sms/receipt' },
    documents: { mtMessageResponse: 'xml' },
    movable: ['description', 'extra'],
  },
  mms: {
    detailType: 'MMS Message',
    channel: 'mms',
    url: { output: 'MmsMoUrl', route: 'mms/mo' },
    documents: { DeliverReq: 'mm7' },
    movable: ['subject', 'recipients', 'attachments', 'extra'],
  },
  'mms-receipt': {
    detailType: 'MMS Delivery Report',
    channel: 'mms',
    url: { output: 'MmsReceiptUrl', route: 'mms/receipt' },
    documents: { DeliveryReportReq: 'mm7' },
    movable: ['statusText', 'extra'],
  },
  platform: {
    detailType: 'Platform Event',
    channel: 'platform',
    url: { output: 'PlatformUrl', route: 'platform' },
    documents: { 'Platform JSON': 'json' },
    movable: ['payload'],
  },
  rbm: {
    detailType: 'RBM Event',
    channel: 'rbm',
    url: { output: 'RbmUrl', route: 'rbm' },
    documents: { 'RBM JSON': 'json' },
    movable: ['payload'],
  },
  unrecognized: {
    detailType: 'Unrecognized Callback',
    channel: 'unrecognized',
    url: null,
    documents: {},
    movable: [],
  },
} as const satisfies Record<string, FamilyRow>;

type Families = typeof families;

export type Family = keyof Families;

export type DetailType = Families[Family]['detailType'];

/** The documents of a format: whoever reads that format has a reader for each. */
export type DocumentName<Format extends DocumentFormat = DocumentFormat> = {
  [F in Family]: NamesOf<Families[F]['documents'], Format>;
}[Family];

type NamesOf<Documents, Format> = {
  [Name in keyof Documents]: Documents[Name] extends Format ? Name : never;
}[keyof Documents];

/** The routes by their outputs, as the stack must have them. */
export type CallbackRoutes = {
  readonly [Url in NonNullable<Families[Family]['url']> as Url['output']]: Url['route'];
};

export const familyNames = Object.keys(families) as readonly Family[];

export const detailTypes: readonly DetailType[] = Object.values(families).map(({ detailType }) => detailType);

/** `mms-delivery-report`: the stem of the family's files. */
export function fileStem(detailType: DetailType): string {
  return detailType.toLowerCase().replaceAll(' ', '-');
}
