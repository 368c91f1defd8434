import { asRecord, optionalText } from '@vibes-callbacks/local-cloud';
import { type InboxEntry, stateOf, summaryOf } from './inbox-entry';
import type { CallbackTarget, CallbackWay, Cut, OutcomeShape } from './inbox-shapes';

/** How much is sent at once; the page requests the rest. */
const shownBytes = 64 * 1024;

/** The page only needs to know that these exist. */
const secretHeaders: ReadonlySet<string> = new Set([
  ...['authorization', 'proxy-authorization', 'cookie', 'x-local-token', 'x-local-page'],
]);

export function callbackDetail(
  entry: InboxEntry,
  ledger: Readonly<Record<string, unknown>> | undefined,
  message?: OutcomeShape,
): CallbackWay {
  const { exchange, envelope, identity, body, event, receives, log, id, isForgotten } = entry;
  return {
    ...summaryOf(entry),
    request: requestOf(entry, cut(body, `callbacks/${id}/body`)),
    answer: exchange === undefined ? null : answerOf(exchange),
    isForgotten,
    proof: optionalText(envelope?.proof ?? metadataIn(event).proof) ?? null,
    envelope: envelope ?? null,
    receives: receives.map(({ at, queue, count }) => ({ at: at.toISOString(), queue, count })),
    log: log.map(({ at, line }) => ({ at: at.toISOString(), line })),
    identity: identity ?? identityIn(event) ?? null,
    ledger: ledger ?? null,
    message: message ?? null,
    event: cut(event === undefined ? undefined : Buffer.from(event), `callbacks/${id}/event`),
    deliveries: deliveriesOf(entry),
  };
}

export function identityIn(event: string | undefined): string | undefined {
  return optionalText(metadataIn(event).identity);
}

function metadataIn(event: string | undefined): Readonly<Record<string, unknown>> {
  const { detail } = asRecord(event === undefined ? undefined : JSON.parse(event));
  return asRecord(asRecord(detail).metadata);
}

function requestOf({ exchange, envelope }: InboxEntry, body: Cut | null): CallbackWay['request'] {
  if (exchange !== undefined) {
    const { method, path, query, rawHeaders, sourceIp } = exchange.request;
    return { method, path, query, headers: hidden(pairs(rawHeaders)), sourceIp, body };
  }
  if (envelope === undefined) return null;
  const { method, path, sourceIp, headers } = envelope;
  const lists = Object.entries(headers ?? {}) as [string, readonly string[]][];
  const flat = lists.flatMap(([name, values]) => values.map((value) => [name, value] as const));
  return {
    method: String(method),
    path: String(path),
    query: '',
    headers: hidden(flat),
    sourceIp: String(sourceIp),
    body,
  };
}

function answerOf({ answer, tookMs }: NonNullable<InboxEntry['exchange']>): CallbackWay['answer'] {
  const { status, headers, body } = answer;
  return { status, headers: headers.map(([name, value]) => [name, value]), body: body.toString('utf8'), tookMs };
}

function deliveriesOf({ targets }: InboxEntry): readonly CallbackTarget[] {
  return [...targets.values()].map((one) => ({
    rule: one.rule,
    target: one.target,
    state: stateOf(one),
    steps: one.steps.map((step) => ({ ...step, at: step.at.toISOString() })),
  }));
}

function cut(bytes: Buffer | undefined, url: string): Cut | null {
  if (bytes === undefined) return null;
  return { base64: bytes.subarray(0, shownBytes).toString('base64'), size: bytes.length, url };
}

function hidden(headers: readonly (readonly [string, string])[]): readonly (readonly [string, string])[] {
  return headers.map(([name, value]) => [name, secretHeaders.has(name.toLowerCase()) ? '(not shown)' : value] as const);
}

function pairs(rawHeaders: readonly string[]): readonly (readonly [string, string])[] {
  return rawHeaders.flatMap((name, index) => (index % 2 === 0 ? [[name, rawHeaders[index + 1] ?? ''] as const] : []));
}
