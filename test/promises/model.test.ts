import fc from 'fast-check';
import { createLedger } from '../../lambda/consumer/aws/ledger';
import type { Ledger } from '../../lambda/consumer/ports';
import { identityText } from '../../lambda/reader/identity/identity';
import { groupBy } from '../support/group-by';
import { type LedgerTable, startLedgerTable } from '../support/ledger-table';
import { ownIdentity, Protocol, type Publication } from './protocol';
import { protocolCommands } from './protocol-commands';

/** More than a test needs: `MODEL_RUNS=2000 npm test -- test/promises/model.test.ts`. */
const numRuns = Number(process.env.MODEL_RUNS ?? 60);

let table: LedgerTable;
let ledger: Ledger;

beforeAll(async () => {
  table = await startLedgerTable();
  ledger = createLedger({ tableName: table.name, days: 30, client: table.client });
});
afterAll(() => table.stop());

async function check(given: Ledger, predicts: boolean): Promise<void> {
  const property = fc.asyncProperty(protocolCommands(), async (commands) => {
    const protocol = new Protocol(given, predicts);
    await fc.asyncModelRun(() => ({ model: protocol, real: protocol }), commands);
    await protocol.drain();
    expectPromise(protocol);
  });
  await fc.assert(
    property,
    predicts
      ? { numRuns, includeErrorInReport: true }
      : { numRuns: 2_000, includeErrorInReport: true, endOnFailure: true },
  );
}

/** docs/decisions/0005-idempotency.md, "The guarantee". */
function expectPromise({ accepted, publications }: Protocol): void {
  for (const content of accepted) {
    const own = ownIdentity(content);
    const isContent = ({ identity, digest }: Publication) =>
      identity === identityText(own.identity) ||
      (identity === identityText(content.identity) && digest === content.digest);
    if (!publications.some(isContent)) throw new Error(`lost: ${content.identity.id} ${content.digest}`);
  }
  const byIdentity = groupBy(publications, ({ identity }) => identity);
  for (const [identity, repeats] of byIdentity) {
    if (new Set(repeats.map(({ eventId, digest }) => `${eventId} ${digest}`)).size > 1) {
      throw new Error(`two events of one identity: ${identity}`);
    }
    if (repeats.filter(({ clean }) => clean).length > 1) throw new Error(`twice without a reason: ${identity}`);
  }
  const ids = [...byIdentity.values()].map(([first]) => first?.eventId);
  if (new Set(ids).size !== ids.length) throw new Error('one event id for two identities');
}

it('loses nothing, and repeats nothing that was completed in time, whatever crashes', async () => {
  await check(ledger, true);
});

describe('the model goes red', () => {
  it('without the lease', async () => {
    const withoutLease: Ledger = {
      ...ledger,
      claim: (claim, signal) => ledger.claim({ ...claim, leaseEndsMs: claim.nowMs - 1 }, signal),
    };
    await expect(check(withoutLease, false)).rejects.toThrow('twice without a reason');
  });

  it('without completion', async () => {
    const withoutCompletion: Ledger = { ...ledger, complete: async () => [] };
    await expect(check(withoutCompletion, false)).rejects.toThrow('twice without a reason');
  });

  it('without the comparison of content', async () => {
    const withoutDigest: Ledger = {
      ...ledger,
      claim: (claim, signal) => ledger.claim({ ...claim, contentDigest: 'any' }, signal),
    };
    await expect(check(withoutDigest, false)).rejects.toThrow('lost:');
  });

  it('with a claim that is final', async () => {
    const neverLapses: Ledger = {
      ...ledger,
      claim: (claim, signal) => ledger.claim({ ...claim, leaseEndsMs: claim.nowMs + 1e9 }, signal),
    };
    await expect(check(neverLapses, false)).rejects.toThrow('not published in time');
  });
});
