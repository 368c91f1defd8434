import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { FunctionEntry } from '../../../../../lib/bundle-function';
import { ourBundle } from '../harness/bundles';
import { holdCpu } from '../harness/cpu-share';
import { makeCertificate, startFakeAws } from '../harness/fake-aws';
import { benchFolder, freshProcess } from '../harness/fresh-process';
import { gatewayEvent, ingestEnvironment } from '../harness/ingest-functions';
import type { Benchmark, BenchmarkRow, BenchOptions } from '../harness/report';
import { interleave } from '../harness/statistics';
import { type ColdStart, coldRow, type Share, shares } from './cold-row';

/** What a call of SQS or Secrets Manager takes once connected: assumed, not measured. */
const answerMs = 20;

interface Cell {
  readonly name: string;
  readonly entry: FunctionEntry;
  /** Path of the bundle's entry. */
  readonly bundle: string;
  readonly eventFile: string;
  readonly share: Share;
}

export const ingestCold: Benchmark = {
  name: 'ingest-cold',
  title: 'Ingest: a cold start under the CPU of its memory',
  about: [
    'Fresh processes, held from the start of the load to the share of a core that the memory gets, over TLS to a server that',
    `plays SQS and Secrets Manager and takes ${answerMs} ms over each answer (an assumption). \`answer\` is the load and the first`,
    'request together; Node.js itself has started before, in Lambda that comes on top. `503` counts what was answered so,',
    "and what Lambda's timeout of 1 s for the request would have ended. A dollar figure is Lambda's alone, requests and",
    'duration, for a million that all start cold, or none. The last rows are the authorizer that an MO passes first.',
  ].join(' '),
  run: runIngestCold,
};

async function runIngestCold({ quick, progress }: BenchOptions): Promise<readonly BenchmarkRow[]> {
  progress('making a certificate and the bundles');
  const certificate = makeCertificate();
  const aws = await startFakeAws({ certificate, answerMs });
  const environment = {
    ...ingestEnvironment(aws.endpoint),
    RBM_SECRET_ARN: 'rbm-secret',
    NODE_EXTRA_CA_CERTS: certificate.certFile,
  };
  try {
    const samples = await interleave(cells(), quick ? 3 : 40, (cell) => coldStart(cell, environment));
    return [...samples].map(([{ name, entry, share }, taken]) => coldRow(name, entry, share, taken));
  } finally {
    aws.stop();
  }
}

function coldStart({ bundle, eventFile, share }: Cell, environment: Record<string, string>): Promise<ColdStart> {
  return freshProcess<ColdStart>({
    script: join(__dirname, 'driver.mjs'),
    arguments: [bundle, eventFile],
    environment,
    // Lambda divides a core by periods of 20 ms.
    hold: (pid) => holdCpu(() => [pid], share.ofCore, 20),
  });
}

function cells(): readonly Cell[] {
  const folder = benchFolder('ingest-cold');
  const kept = (name: string, event: object) => {
    const path = join(folder, `${name}.json`);
    writeFileSync(path, JSON.stringify(event));
    return path;
  };
  const credentials = { Authorization: `Basic ${Buffer.from('vibes:pw').toString('base64')}` };
  const mo = gatewayEvent(Buffer.from('<moMessage messageId="1"/>'), '/sms/mo', credentials);
  const receipt = gatewayEvent(Buffer.from('<mtMessageResponse messageId="1"/>'), '/sms/receipt');
  const methodArn = 'arn:aws:execute-api:us-east-1:123456789012:api/callbacks/POST/sms/mo';
  const kinds: readonly (readonly [string, FunctionEntry, string])[] = [
    ['MO', 'ingest', kept('mo', mo)],
    ['receipt', 'ingest', kept('receipt', receipt)],
    ['authorizer', 'challenge', kept('challenge', { ...mo, type: 'REQUEST', methodArn })],
  ];
  return kinds.flatMap(([name, entry, eventFile]) => {
    const bundle = ourBundle(entry);
    return shares.map((share) => ({ name, entry, bundle, eventFile, share }));
  });
}
