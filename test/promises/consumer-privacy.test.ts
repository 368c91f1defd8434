import type { SQSEvent } from 'aws-lambda';
import { createHandler } from '../../lambda/consumer/handler';
import { ledgerKey } from '../../lambda/reader/identity/identity';
import { readCallback } from '../../lambda/reader/read-callback';
import { encodeEnvelope } from '../../lambda/shared/envelope';
import { sampleNames, sampleRequest } from '../../packages/cli/src/commands/send/sample-request';
import { envelopeOf } from '../../packages/proof/src/support/envelope';
import { allWell, type Given, won, world } from '../lambda/consumer/world';

/** Every phone number of the samples, in the forms that they have there. */
const phoneNumber = /(312|555)5550\d{3}/;
const names = sampleNames('');
const quoting = () => {
  throw new Error('of +15555550100, who wrote HELLO');
};

const worlds: readonly (readonly [string, Given])[] = [
  ['all goes well', { ...allWell, put: async () => {} }],
  ['an earlier worker died', { ...allWell, put: async () => {}, claim: (claim) => won(claim, 2) }],
  ['it came before', { knows: () => false, claim: () => ({ status: 'duplicate' }) }],
  ['the ledger fails', { knows: () => false, claim: quoting }],
  ['the bucket fails', { ...allWell, put: async () => quoting() }],
  ['the bus refuses', { ...allWell, put: async () => {}, publish: ([event]) => ({ [event?.id ?? '']: 'Refused' }) }],
  ['completion fails', { ...allWell, put: async () => {}, complete: (leases) => leases }],
  ['its identity is taken', collidingOnce()],
];

function collidingOnce(): Given {
  const earlier = { eventId: '0a6f1c3e-0000-8000-8000-00000000a001', requestId: 'request-0' };
  const collision = { status: 'collision', with: earlier } as const;
  return {
    ...allWell,
    put: async () => {},
    claim: (claim) => (claim.identity.family === 'unrecognized' ? won(claim) : collision),
  };
}

/** What the consumer does with a sample, and what is left of it outside the event's data and the objects' bytes. */
async function tracesOf(name: string, given: Given) {
  const claims: unknown[] = [];
  const { deps, did, lines, metrics, published } = world(given);
  const { ledger } = deps;
  const handler = createHandler({
    ...deps,
    readCallback,
    ledger: {
      ...ledger,
      claim: (claim, signal) => {
        claims.push(claim, ledgerKey(claim.identity));
        return ledger.claim(claim, signal);
      },
    },
  });
  const { headers, ...request } = sampleRequest(name);
  const envelope = envelopeOf({ ...request, headers, proof: 'basic:current' });
  const record = { messageId: 'm', receiptHandle: 'r', body: encodeEnvelope(envelope) };
  await handler({ Records: [record] } as SQSEvent, {
    awsRequestId: 'invocation',
    getRemainingTimeInMillis: () => 15_000,
  });
  const metadata = published.map(({ id, detail }) => [id, JSON.parse(detail).metadata]);
  return { lines, metrics, did, claims, metadata };
}

describe.each(worlds)('when %s', (_, given) => {
  it.each(names)('no log, metric, ledger item, object key or metadata of %s names a phone', async (name) => {
    const traces = await tracesOf(name, given);
    expect(traces.lines).not.toEqual([]);
    expect(JSON.stringify(traces)).not.toMatch(phoneNumber);
  });
});

test('the samples have phone numbers to hide', () => {
  const bodies = names.map((name) => sampleRequest(name).body.toString('latin1'));
  expect(bodies.filter((body) => phoneNumber.test(body)).length).toBeGreaterThan(names.length / 2);
});
