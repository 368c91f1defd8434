import { createRequire } from 'node:module';
import { sampleRequest } from '../../../../cli/src/commands/send/sample-request';
import { multipartContentType, plainLayout, renderMultipart } from '../../callbacks/multipart';
import type { Benchmark, BenchmarkRow, BenchOptions } from '../harness/benchmark';
import { bundlePeers } from './bundle-peers';
import type { MmsPart } from './mms-part';
import { timeParsers } from './time-parsers';

const ours = 'ours: @zone-eu/mailsplit';
const baseline = 'postal-mime';
const entries: Readonly<Record<string, string>> = { [ours]: 'mailsplit', [baseline]: 'postal-mime' };

export const parsersMime: Benchmark = {
  name: 'parsers-mime',
  title: 'Parsers: a DeliverReq with its media',
  about: [
    'From the bytes of a multipart body to its parts, transfer encodings undone. Both must have found the same media, byte by',
    'byte, before anything is timed; so the media are base64, for postal-mime changes what comes as bytes or as text (it ends',
    'the SOAP part with a line end of its own here too). That decided between them, not this table:',
    'docs/decisions/0003-mime-parser.md.',
  ].join(' '),
  run: runMime,
};

interface DeliverReq {
  readonly contentType: string;
  readonly body: Buffer;
}

async function runMime(options: BenchOptions): Promise<readonly BenchmarkRow[]> {
  const bundles = bundlePeers(Object.values(entries));
  const parsers = new Map(Object.entries(entries).map(([name, entry]) => [name, bundles.get(entry) ?? '']));
  const small = deliverReq([2_000]);
  const large = deliverReq([500_000, 500_000, 500_000]);
  for (const one of [small, large]) await proveEqual(one, parsers);
  const input = ({ contentType, body }: DeliverReq) => [{ contentType, body: body.toString('base64') }];
  const documents = { 'a picture of 2 KB': input(small), 'three of 500 KB': input(large) };
  return timeParsers({ parsers, baseline, documents }, options);
}

/** @throws Error when two find different media in one body */
async function proveEqual({ contentType, body }: DeliverReq, parsers: ReadonlyMap<string, string>): Promise<void> {
  const load = createRequire(__filename);
  const found: { readonly name: string; readonly media: readonly MmsPart[] }[] = [];
  for (const [name, bundle] of parsers) {
    const { read } = load(bundle) as { read(contentType: string, body: Uint8Array): Promise<readonly MmsPart[]> };
    const [, ...media] = await read(contentType, body);
    found.push({ name, media });
  }
  const [wanted, ...others] = found;
  const other = others.find(({ media }) => !areEqual(media, wanted?.media ?? []));
  if (other !== undefined) throw new Error(`${other.name} finds other media than ${wanted?.name}`);
}

function areEqual(media: readonly MmsPart[], others: readonly MmsPart[]): boolean {
  const same = ({ contentId, bytes }: MmsPart, index: number) =>
    contentId === others[index]?.contentId && Buffer.compare(bytes, others[index].bytes) === 0;
  return media.length > 0 && media.length === others.length && media.every(same);
}

const boundary = '----=_Part_1_1714997289123.0001';

function deliverReq(sizes: readonly number[]): DeliverReq {
  const soap = {
    headers: ['Content-Type: text/xml; charset=utf-8', 'Content-ID: <rootpart>'],
    bytes: sampleRequest('mms-message-text-only.xml').body,
  };
  const media = sizes.map((size, index) => ({
    headers: ['Content-Type: image/jpeg', `Content-ID: <image-${index}.jpg>`, 'Content-Transfer-Encoding: base64'],
    bytes: base64Lines(size),
  }));
  return {
    contentType: multipartContentType(boundary),
    body: renderMultipart([soap, ...media], plainLayout(boundary)),
  };
}

/** Every byte value, in lines of 76 characters (RFC 2045 §6.8). */
function base64Lines(size: number): Buffer {
  const bytes = Buffer.from(Uint8Array.from({ length: size }, (_, index) => (index * 31) % 256));
  return Buffer.from(bytes.toString('base64').replace(/.{76}(?=.)/g, '$&\r\n'));
}
