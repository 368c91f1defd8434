import { createLedger } from '../../../../lambda/consumer/aws/ledger';
import type { Claim, ClaimOutcome, Lease, Ledger } from '../../../../lambda/consumer/ports';
import type { Identity } from '../../../../lambda/reader/callback';
import type { Pause } from '../../../../lambda/shared/pause';
import { type LedgerTable, startLedgerTable } from '../../../support/ledger-table';
import type { scriptedAws } from '../../../support/scripted-aws';

export const days = 30;
export const t0 = Date.parse('2026-05-06T07:08:09.000Z');
export const leaseMs = 17_000;
export const open = new AbortController().signal;

export interface GivenLedger {
  readonly table: LedgerTable;
  readonly ledger: Ledger;
  /** A callback published at `t0`. */
  published(identity: Identity): Promise<void>;
  /** A ledger whose DynamoDB is a script. */
  over(aws: ReturnType<typeof scriptedAws>, pause?: Pause): Ledger;
}

/** A ledger in a table of its own. */
export async function givenLedger(): Promise<GivenLedger> {
  const table = await startLedgerTable();
  const ledger = createLedger({ tableName: table.name, days, client: table.client });
  return {
    table,
    ledger,
    published: async (identity) => {
      const lease = leaseOf(await ledger.claim(claimOf(identity), open));
      await ledger.complete([lease], t0 + 100, open);
    },
    over: ({ options }, pause = async () => {}) =>
      createLedger({ tableName: 'T', days, client: table.clientWith(options), pause }),
  };
}

let serial = 0;

export function newIdentity(): Identity {
  serial += 1;
  return { family: 'mo', id: `message-${serial}`, part: '-' };
}

/** A claim made at `t0` unless said otherwise. */
export function claimOf(identity: Identity, change: Partial<Claim> = {}): Claim {
  const nowMs = change.nowMs ?? t0;
  return {
    identity,
    eventId: `event of ${identity.id}`,
    detailType: 'MO Message',
    contentDigest: 'digest',
    formerDigests: [],
    requestId: 'request-1',
    receivedAtMs: nowMs,
    nowMs,
    leaseEndsMs: nowMs + leaseMs,
    ...change,
  };
}

export function leaseOf(outcome: ClaimOutcome): Lease {
  if (outcome.status !== 'claimed') throw new Error(`not claimed but ${outcome.status}`);
  return outcome.lease;
}
