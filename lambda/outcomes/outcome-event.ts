import { schemaVersion } from '../reader/event';
import { nameId } from '../reader/identity/identity';
import { sendableJson } from '../reader/json/sendable-json';
import type { BusEvent } from '../shared/bus-event';
import type { Evidence, Outcome } from './fold';

/** The event of one version: the same id and the same content, however often it is published. */
export function toOutcomeEvent(outcome: Outcome, evidence: readonly Evidence[], madeAt: string): BusEvent {
  const content = contentOf(outcome);
  const identity = `outcome#${outcome.channel}#${outcome.messageId}#${outcome.version}`;
  // Of the content too: what a rebuilt table says of this version may be something else.
  const id = nameId(JSON.stringify([identity, content]));
  const metadata = { id, identity, madeAt, schemaVersion };
  const detail = sendableJson(JSON.stringify({ metadata, data: { ...content, evidence } }));
  return { id, detailType: 'Message Outcome', detail, time: madeAt };
}

/** In one order: a map of DynamoDB has none. */
function contentOf(outcome: Outcome): Outcome {
  const { error, parts } = outcome;
  return {
    messageId: outcome.messageId,
    submitterMessageId: outcome.submitterMessageId,
    channel: outcome.channel,
    state: outcome.state,
    isFinal: outcome.isFinal,
    version: outcome.version,
    since: outcome.since,
    error: error && { code: error.code, internalCode: error.internalCode, text: error.text, kind: error.kind },
    parts: parts && { total: parts.total, delivered: parts.delivered, failed: parts.failed },
    forwardedTo: outcome.forwardedTo,
    corrects: outcome.corrects,
  };
}
