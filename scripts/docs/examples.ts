import { toEvent } from '../../lambda/reader/event';
import {
  type DetailType,
  detailTypes,
  type FamilyAuthentication,
  fileStem,
  sentRows,
} from '../../lambda/reader/families';
import { readCallback } from '../../lambda/reader/read-callback';
import type { Envelope, Proof } from '../../lambda/shared/envelope';
import { type SampleRequest, sampleNames, sampleRequest } from '../../packages/cli/src/commands/send/sample-request';

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
  return envelopeOf(requestOf(type));
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
export async function exampleDetails(): Promise<ReadonlyMap<DetailType, string>> {
  const types = detailTypes;
  const details = await Promise.all(types.map((type) => exampleDetail(requestOf(type), type)));
  return new Map(types.map((type, index) => [type, details[index] ?? '']));
}

async function exampleDetail(request: SampleRequest, expected: DetailType): Promise<string> {
  const envelope = envelopeOf(request);
  const callback = await readCallback(envelope, {
    bucket: 'vibescallbacks-bucket-example',
    requireRbmSignature: true,
    identityKey: 'a key',
  });
  const { detail, detailType } = toEvent(callback, envelope);
  if (detailType !== expected) throw new Error(`the sample of ${expected} is read as ${detailType}`);
  return JSON.stringify(JSON.parse(detail), null, 2);
}

const proofs: Readonly<Record<FamilyAuthentication, Proof>> = {
  basic: 'basic:current',
  source: 'source',
  certificate: 'source',
  signature: 'signature',
};

function proofOf(path: string): Proof {
  const row = sentRows.find(({ url }) => path === `/${url.route}`);
  return proofs[row?.url.authentication ?? 'source'];
}

function envelopeOf({ method, path, headers, body }: SampleRequest): Envelope {
  return {
    version: 1,
    requestId: '0f3d9d0c-0000-4000-8000-000000000001',
    receivedAt: '2024-05-06T12:08:10.123Z',
    method,
    path,
    query: {},
    headers: Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, [value]])),
    sourceIp: '35.155.139.143',
    proof: proofOf(path),
    body,
  };
}
