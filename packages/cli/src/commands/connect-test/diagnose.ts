import type { OpsContext } from '../../frame/context';
import { unhurried } from '../../frame/deadline';
import type { LedgerEntry } from '../../reads/ledger';
import type { DeployedStack } from '../../reads/stack';
import { countTurnedAway } from '../../reads/turned-away';
import { addressesCheck } from '../doctor/settings-checks';
import { inKept } from '../find/in-kept';
import { inLogs } from '../find/in-logs';

export interface Absence {
  readonly eventId: string;
  readonly sentAtMs: number;
  /** What the ledger has of it, unpublished. */
  readonly entry: LedgerEntry | undefined;
}

/** Clocks differ, and CloudWatch counts by the minute. */
const slackMs = 60_000;

/** Why a test event did not become an event, as far as the stack shows it: one sentence that says what to do. */
export async function diagnose(
  context: OpsContext,
  stack: DeployedStack,
  { eventId, sentAtMs, entry }: Absence,
): Promise<string> {
  if (entry !== undefined) return `It arrived and is not published yet: "find ${eventId}" shows where it is.`;
  const [kept] = await inKept(context, stack, eventId, unhurried());
  if (kept !== undefined) {
    return `It arrived and was not recognized: "unrecognized show ${kept.eventId ?? kept.requestId ?? eventId}" says why.`;
  }
  const [logged] = await inLogs(context, stack, eventId, sentAtMs - slackMs, unhurried());
  if (logged !== undefined)
    return `It arrived and failed (${logged.cause ?? logged.state}): "find ${eventId}" shows where it is.`;
  const list = await addressesCheck({}).look(context, stack);
  if (list.status === 'fail')
    return `Its address may be turned away: the address list lacks some of Vibes' (${list.detail}). Deploy with your settings.`;
  const span = { fromMs: sentAtMs - slackMs, untilMs: context.io.now() + slackMs };
  const { byGateway } = await countTurnedAway(context, stack, span);
  if (byGateway > 0) {
    return `API Gateway turned away ${byGateway} requests meanwhile with a 4XX, before any function: the caller's address is not in the address list, or it has no client certificate. Vibes does not send an event again after a 4XX: "doctor" checks the list.`;
  }
  return 'It never came: Vibes has not called this stack. Ask Vibes whether the URL is in its "downed" state, and check that the URL can be reached from outside ("smoke --from-here").';
}
