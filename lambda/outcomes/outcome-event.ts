import { schemaVersion } from '../reader/event';
import { nameId } from '../reader/identity/identity';
import { sendableJson } from '../reader/json/sendable-json';
import type { BusEvent } from '../shared/bus-event';
import type { Evidence, Outcome } from './fold';

/** The event of one version: the same id and the same content, however often it is published. */
export function toOutcomeEvent(outcome: Outcome, evidence: readonly Evidence[], madeAt: string): BusEvent {
  const content = contentOf(outcome);
  const identity = `outcome#${outcome.channel}#${outcome.messageId}#${outcome.version}`;
  // The id covers the content too, because a rebuilt table may have different content for this version.
  const id = nameId(JSON.stringify([identity, content]));
  const metadata = { id, identity, madeAt, schemaVersion };
  const detail = sendableJson(JSON.stringify({ metadata, data: { ...content, evidence } }));
  return { id, detailType: 'Message Outcome', detail, time: madeAt };
}

/** Puts the keys in a fixed order, because a DynamoDB map has none. */
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
