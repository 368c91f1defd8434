import { evidenceOf, fold, next, type Outcome } from '../../lambda/outcomes/fold';
import { toOutcomeEvent } from '../../lambda/outcomes/outcome-event';
import { readReceipt } from '../../lambda/outcomes/receipt';
import { toEvent } from '../../lambda/reader/event';
import {
  type DetailType,
  detailTypes,
  type EventType,
  fileStem,
  outcomeType,
  sentRows,
} from '../../lambda/reader/families';
import { readCallback } from '../../lambda/reader/read-callback';
import { eventSource } from '../../lambda/shared/bus-event';
import type { Envelope } from '../../lambda/shared/envelope';
import { type SampleRequest, sampleNames, sampleRequest } from '../../packages/cli/src/commands/send/sample-request';
import { envelopeOf } from '../../packages/proof/src/support/envelope';
import { proofs } from '../../packages/proof/src/vibes/callback';

/** The sample behind an event's example, if it is not the first one of its family. */
const samples: Readonly<Partial<Record<DetailType, string>>> = {
  'MO Message': 'mo-message-keyword.xml',
  'MT Message Response': 'mt-message-response-failed-part.xml',
  'MMS Message': 'mms-message-picture.mime',
  'MMS Delivery Report': 'mms-delivery-report-rejected.xml',
  'Platform Event': 'platform-subscription-added.json',
  'RBM Event': 'rbm-user-message-text.json',
};

/** The envelope of an example, as ingest would have written it. */
export function exampleEnvelope(type: DetailType): Envelope {
  return sampleEnvelope(requestOf(type));
}

function requestOf(type: DetailType): SampleRequest {
  if (type === 'Unrecognized Callback') return survey;
  const [first] = sampleNames(fileStem(type));
  const name = samples[type] ?? first;
  if (name === undefined) throw new Error(`no sample is there for ${type}: packages/cli/samples needs one`);
  return sampleRequest(name);
}

/** Undocumented content, which is kept. */
const survey: SampleRequest = {
  method: 'POST',
  path: '/sms/mo',
  headers: { 'content-type': 'text/xml' },
  body: Buffer.from('<survey/>'),
};

/** `detail` of an event of each type, made from the samples by the code that makes the events. */
export async function exampleDetails(): Promise<ReadonlyMap<EventType, string>> {
  const details = await Promise.all(detailTypes.map((type) => exampleDetail(requestOf(type), type)));
  const examples = detailTypes.map((type, index) => [type, indented(details[index] ?? '')] as const);
  return new Map<EventType, string>([...examples, [outcomeType, indented(await outcomeDetail())]]);
}

const identityKey = 'a key';

async function exampleDetail(request: SampleRequest, expected: DetailType): Promise<string> {
  const envelope = sampleEnvelope(request);
  const callback = await readCallback(envelope, {
    bucket: 'vibescallbacks-bucket-example',
    requireRbmSignature: true,
    identityKey,
  });
  const { detail, detailType } = toEvent(callback, envelope);
  if (detailType !== expected) throw new Error(`the sample of ${expected} is read as ${detailType}`);
  return detail;
}

/** Samples of one message, which make an outcome together. */
const receiptSamples = ['mt-message-response-carrier.xml', 'mt-message-response-handset.xml'];

async function outcomeDetail(): Promise<string> {
  const type = 'MT Message Response';
  const details = await Promise.all(receiptSamples.map((name) => exampleDetail(sampleRequest(name), type)));
  const read = details.map((detail) =>
    readReceipt({ source: eventSource, 'detail-type': type, detail: JSON.parse(detail) }, identityKey),
  );
  const receipts = read.flatMap((one) => one?.receipt ?? []);
  const versions = read.map((one, index) => one && fold(one.key, receipts.slice(0, index + 1), false));
  const newest = versions.reduce<Outcome | null>((previous, folded) => folded && next(previous, folded), null);
  if (newest === null) throw new Error('the samples of receipts make no outcome');
  return toOutcomeEvent(newest, evidenceOf(receipts), '2024-05-06T12:08:14.789Z').detail;
}

function indented(json: string): string {
  return JSON.stringify(JSON.parse(json), null, 2);
}

/** Proves what its route asks for. */
function sampleEnvelope({ method, path, headers, body }: SampleRequest): Envelope {
  const { authentication = 'source' } = sentRows.find(({ url }) => path === `/${url.route}`)?.url ?? {};
  const proof = authentication === 'certificate' ? 'source' : proofs[authentication];
  return envelopeOf({ method, path, headers, body, proof, receivedAt: '2024-05-06T12:08:10.123Z' });
}
