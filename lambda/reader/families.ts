import { moRoute } from '../shared/mo-route';

/**
 * How a document is recognized: by the local name of its XML root, of the element in an MM7 body, or by its JSON
 * members.
 */
export type DocumentFormat = 'xml' | 'mm7' | 'json';

/**
 * How a caller authenticates, besides its source address: `source` needs nothing more; the deployment's settings turn
 * `certificate` and `signature` on (architecture §3).
 */
export type FamilyAuthentication = 'basic' | 'source' | 'certificate' | 'signature';

interface FamilyUrl {
  /** The stack's output that names it (architecture §3, contract). */
  readonly output: string;
  /** Under the stage (architecture §3, contract). */
  readonly route: string;
  /** What Vibes uses; the MO route takes each of `moMethods`. */
  readonly methods: readonly ('POST' | 'PUT')[];
  readonly authentication: FamilyAuthentication;
  /** What arrives there. */
  readonly about: string;
  /** Where the customer names the URL; null if people at Vibes enter it (wire contract §1). */
  readonly registered: string | null;
  /** Its name in the setting `expectTraffic`, which its alarm begins with. */
  readonly expected: string;
}

interface FamilyRow {
  /** EventBridge `detail-type` (architecture §5, contract). Its words are the stem of the family's files. */
  readonly detailType: string;
  /** The folder of its reader, its schema and its samples. */
  readonly channel: 'sms' | 'mms' | 'platform' | 'rbm' | 'unrecognized';
  /** The URL to register with Vibes; null if there is none to register. */
  readonly url: FamilyUrl | null;
  /** What Vibes sends, each by the name that the wire contract has for it. */
  readonly documents: Readonly<Record<string, DocumentFormat>>;
  /** Fields of `data` without a size limit: they go to the bucket if the event would be too large. */
  readonly movable: readonly string[];
}

/**
 * One row per family of callbacks. The key is also the prefix of its ledger keys, which are stored data, so it must not
 * change. The compiler and test/lambda/reader/families.test.ts name the tables and files that a row lacks.
 */
export const families = {
  mo: {
    detailType: 'MO Message',
    channel: 'sms',
    url: {
      output: 'SmsMoUrl',
      route: moRoute,
      methods: ['POST'],
      authentication: 'basic',
      about: 'SMS: messages from subscribers (MO)',
      registered: null,
      expected: 'mo',
    },
    documents: { moMessage: 'xml', deliver: 'xml' },
    movable: ['text', 'longMessageInfo', 'extra'],
  },
  receipt: {
    detailType: 'MT Message Response',
    channel: 'sms',
    url: {
      output: 'SmsReceiptUrl',
      route: 'sms/receipt',
      methods: ['POST'],
      authentication: 'source',
      about: 'SMS: delivery receipts',
      registered: '`callbackUrl` of `receiptOption`, in each SMS that you submit',
      expected: 'receipts',
    },
    documents: { mtMessageResponse: 'xml' },
    movable: ['description', 'extra'],
  },
  mms: {
    detailType: 'MMS Message',
    channel: 'mms',
    url: {
      output: 'MmsMoUrl',
      route: 'mms/mo',
      methods: ['POST'],
      authentication: 'source',
      about: 'MMS: messages from subscribers',
      registered: null,
      expected: 'mms',
    },
    documents: { DeliverReq: 'mm7' },
    movable: ['subject', 'recipients', 'attachments', 'extra'],
  },
  'mms-receipt': {
    detailType: 'MMS Delivery Report',
    channel: 'mms',
    url: {
      output: 'MmsReceiptUrl',
      route: 'mms/receipt',
      methods: ['POST'],
      authentication: 'source',
      about: 'MMS: delivery receipts',
      registered: 'header `X-Vibes-DlrCallbackUrl`, in each MMS that you submit',
      expected: 'mmsReceipts',
    },
    documents: { DeliveryReportReq: 'mm7' },
    movable: ['statusText', 'extra'],
  },
  platform: {
    detailType: 'Platform Event',
    channel: 'platform',
    url: {
      output: 'PlatformUrl',
      route: 'platform',
      methods: ['POST', 'PUT'],
      authentication: 'certificate',
      about: 'Platform: events',
      registered: 'registered with the Callback API',
      expected: 'platform',
    },
    documents: { 'Platform JSON': 'json' },
    movable: ['payload'],
  },
  rbm: {
    detailType: 'RBM Event',
    channel: 'rbm',
    url: {
      output: 'RbmUrl',
      route: 'rbm',
      methods: ['POST'],
      authentication: 'signature',
      about: 'RCS (RBM): events and messages',
      registered: null,
      expected: 'rbm',
    },
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

/** The documents of a format; its dispatcher has a reader for each. */
export type DocumentName<Format extends DocumentFormat = DocumentFormat> = {
  [F in Family]: NamesOf<Families[F]['documents'], Format>;
}[Family];

type NamesOf<Documents, Format> = {
  [Name in keyof Documents]: Documents[Name] extends Format ? Name : never;
}[keyof Documents];

/** A family that Vibes sends. */
export type SentFamily = { [F in Family]: Families[F]['url'] extends null ? never : F }[Family];

export const familyNames = Object.keys(families) as readonly Family[];

export const sentFamilies = familyNames.filter((family): family is SentFamily => families[family].url !== null);

/** What has a URL, with it. */
export const sentRows = sentFamilies.map((family) => families[family]);

export const detailTypes: readonly DetailType[] = Object.values(families).map(({ detailType }) => detailType);

/** What the stack makes of the receipts of a message: an event, but no callback. */
export const outcomeType = 'Message Outcome';

/** The `detail-type` of any event of this service. */
export type EventType = DetailType | typeof outcomeType;

export const eventTypes: readonly EventType[] = [...detailTypes, outcomeType];

/** `mms-delivery-report`: the stem of the files of an event. */
export function fileStem(detailType: EventType): string {
  return detailType.toLowerCase().replaceAll(' ', '-');
}
