import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { kindRows } from '../../vibes/kinds';
import { type EventMeaning, isAcknowledged, type Meaning, mayBeStored, type SentRequest } from './model';

/** A line of `events.jsonl`, as the checker looks at it. */
export interface CheckedEvent {
  /** `metadata.id`. */
  readonly eventId: string;
  readonly metadataIdentity: string;
  readonly detailType: string;
  /** What the data say of its identity (`ExpectedEvent.keyOf`). */
  readonly key: string;
  readonly data: unknown;
  /** Of an Unrecognized Callback. */
  readonly kept: KeptBody | null;
}

interface KeptBody {
  readonly reason: string;
  readonly path: string;
  readonly sha256: string;
  /** Event id. */
  readonly collidesWith: string | null;
}

type Json = Readonly<Record<string, unknown>>;

const expected = new Map(Object.values(kindRows).map(({ event }) => [event.detailType, event]));

/** Events of other detail types do not come from a callback. */
export function readCheckedEvent(line: string): CheckedEvent | undefined {
  const event = record(JSON.parse(line));
  const detailType = String(event['detail-type']);
  const { metadata, data } = record(event.detail);
  const { id, identity, route } = record(metadata);
  const keyOf = expected.get(detailType)?.keyOf;
  if (keyOf === undefined) return undefined;
  const { reason, sha256, collidesWith } = record(data);
  const isKept = detailType === 'Unrecognized Callback';
  const { eventId } = record(collidesWith);
  return {
    eventId: String(id),
    metadataIdentity: String(identity),
    detailType,
    key: keyOf(record(data)),
    data,
    kept: isKept
      ? {
          reason: String(reason),
          path: String(route),
          sha256: String(sha256),
          collidesWith: eventId === undefined ? null : String(eventId),
        }
      : null,
  };
}

/** What was published so far. A line under way is left for the next reading. */
export async function readCheckedEvents(dataFolder: string): Promise<readonly CheckedEvent[]> {
  const lines = (await readFile(join(dataFolder, 'events.jsonl'), 'utf8')).split('\n').slice(0, -1);
  return lines.flatMap((line) => readCheckedEvent(line) ?? []);
}

function record(value: unknown): Json {
  return typeof value === 'object' && value !== null ? { ...value } : {};
}

/** A broken promise, with the requests that lead to it. */
export interface Violation {
  readonly what: string;
  readonly requests: readonly SentRequest[];
}

const collision = 'identity-collision';

/**
 * Compares what was published with what must be, once the run has settled.
 * @param dead SHA-256 of the bodies that are still dead letters
 */
export function checkEvents(
  sent: readonly SentRequest[],
  published: readonly CheckedEvent[],
  dead: ReadonlySet<string>,
): readonly Violation[] {
  const typed = published.filter(({ kept }) => kept === null);
  const kept = published.filter((event) => event.kept !== null);
  const stored = sent.filter(mayBeStored);
  return [
    ...idsOfTwo(published, stored),
    ...groups(stored, eventKey).flatMap((group) => checkIdentity(group, typed, kept, dead)),
    ...groups(stored, unrecognizedKey).flatMap((group) => checkUnrecognized(group, kept, dead)),
    ...eitherOr(stored, typed, kept, dead),
    ...strangers(typed, kept, stored),
  ];
}

/** A collision's bytes contain its attempt number, its identity does not: a retry of it is a repeat. */
function nameOf({ detailType, key, metadataIdentity, kept }: CheckedEvent): string {
  const subject = kept?.reason === 'identity-collision' ? kept.collidesWith : key;
  return `${detailType} ${subject} ${metadataIdentity}`;
}

/** One id, one identity: otherwise a customer would take two callbacks for one. */
function idsOfTwo(published: readonly CheckedEvent[], sent: readonly SentRequest[]): Violation[] {
  return [...by(published, ({ eventId }) => eventId)].flatMap(([id, events]) => {
    const names = new Set(events.map(nameOf));
    if (names.size === 1) return [];
    const shas = new Set(events.flatMap(({ kept }) => kept?.sha256 ?? []));
    return [{ what: `one event id for two callbacks: ${id}`, requests: sent.filter(({ sha256 }) => shas.has(sha256)) }];
  });
}

/** All requests with one identity: one event, and a collision for every other content that was acknowledged. */
function checkIdentity(
  [key, requests]: Group,
  typed: readonly CheckedEvent[],
  kept: readonly CheckedEvent[],
  dead: ReadonlySet<string>,
): Violation[] {
  const events = typed.filter((event) => typedKey(event) === key);
  const collisions = kept.filter(({ kept: is }) => is?.reason === collision);
  const contents = by(requests, (request) => meaningIn(request, key)?.content ?? '');
  const broken: Violation[] = [];
  const say = (what: string, about: readonly SentRequest[] = requests) =>
    broken.push({ what: `${what}: ${key}`, requests: about });

  if (new Set(events.map(({ eventId }) => eventId)).size > 1) say('published under several ids');
  const shownContents = [...contents].filter(([, [first]]) =>
    events.every((event) => first !== undefined && shows(event, meaningIn(first, key))),
  );
  if (events.length > 0 && shownContents.length === 0) say('published with a content that was not sent');

  const unkept: [string, readonly SentRequest[]][] = [];
  for (const [content, same] of contents) {
    const own = collisions.filter((event) => same.some((request) => isKeptOf(event, request)));
    if (new Set(own.map(({ eventId }) => eventId)).size > 1) say('a collision published under several ids', same);
    if (own.some((event) => !events.some(({ eventId }) => eventId === event.kept?.collidesWith)))
      say('a collision with an event that was not published', same);
    if (own.length === 0) unkept.push([content, same]);
  }
  if (events.length > 0 && unkept.length === 0) say('published, and kept as a collision with itself');

  // What was acknowledged and is in no collision is the event, and that is one content alone.
  const owed = unkept.filter(([, same]) => same.some((request) => isOwed(request, key)));
  const isDead = (same: readonly SentRequest[]) => same.some(({ sha256 }) => dead.has(sha256));
  const isShown = ([content]: (typeof owed)[number]) => shownContents.some(([one]) => one === content);
  const published = events.length === 0 ? undefined : owed.find(isShown);
  const missing = owed.filter((candidate) => candidate !== published);
  const dropped = missing.filter(([, same]) => !isDead(same));
  if (dropped.length < missing.length) say('answered 200 and left as a dead letter');
  if (dropped.length > 0 && events.length === 0) say('answered 200 and never published');
  else if (dropped.length > 0) say('answered 200 and dropped as a duplicate of a different callback');
  return broken;
}

/** The same method, path and body: one event, with a reason that one of the requests gives. */
function checkUnrecognized(
  [key, requests]: Group,
  kept: readonly CheckedEvent[],
  dead: ReadonlySet<string>,
): Violation[] {
  const [first] = requests;
  if (first === undefined) return [];
  const own = kept.filter((event) => event.kept?.reason !== collision && isKeptOf(event, first));
  const broken: Violation[] = [];
  if (new Set(own.map(({ eventId }) => eventId)).size > 1)
    broken.push({ what: `kept under several ids: ${key}`, requests });
  // Where the settings changed meanwhile it may have become what it says it is.
  const owed = requests.filter(
    (request) => isAcknowledged(request) && request.meanings.every(({ as }) => as === 'unrecognized'),
  );
  if (owed.length === 0 || own.length > 0) return broken;
  const isDead = owed.some(({ sha256 }) => dead.has(sha256));
  const reason = unrecognizedIn(first)?.reason;
  return [
    ...broken,
    { what: `answered 200 and ${isDead ? 'left as a dead letter' : `never kept (${reason})`}: ${key}`, requests },
  ];
}

/** Where the settings changed while it was answered: it is one or the other. */
function eitherOr(
  sent: readonly SentRequest[],
  typed: readonly CheckedEvent[],
  kept: readonly CheckedEvent[],
  dead: ReadonlySet<string>,
): Violation[] {
  const keys = new Set(typed.map(typedKey));
  const open = sent.filter((request) => isAcknowledged(request) && request.meanings.length > 1);
  return open
    .filter((request) => !request.meanings.some((meaning) => keys.has(keyOf(meaning) ?? '')))
    .filter((request) => !kept.some((event) => isKeptOf(event, request)))
    .map((request) => ({
      what: `answered 200 and ${dead.has(request.sha256) ? 'left as a dead letter' : 'published as nothing'}`,
      requests: [request],
    }));
}

/** Events that no request accounts for, and wrong reasons. */
function strangers(
  typed: readonly CheckedEvent[],
  kept: readonly CheckedEvent[],
  stored: readonly SentRequest[],
): Violation[] {
  const keys = new Set(stored.flatMap(({ meanings }) => meanings.flatMap((meaning) => keyOf(meaning) ?? [])));
  const events = [...new Set(typed.map(typedKey))]
    .filter((key) => !keys.has(key))
    .map((key) => ({ what: `published and never sent: ${key}`, requests: [] }));
  const others = kept.flatMap((event) => {
    const requests = stored.filter((request) => isKeptOf(event, request));
    const reason = event.kept?.reason ?? '';
    if (requests.some(({ meanings }) => meanings.some((meaning) => allowsReason(meaning, reason)))) return [];
    const what = requests.length === 0 ? 'kept and never sent' : 'kept for a wrong reason';
    return [{ what: `${what}: ${reason} ${event.key}`, requests }];
  });
  return [...events, ...others];
}

function allowsReason(meaning: Meaning, reason: string): boolean {
  return meaning.as === 'event' ? reason === collision : meaning.reason === reason;
}

/** It can be nothing but this. */
function isOwed(request: SentRequest, key: string): boolean {
  return isAcknowledged(request) && request.meanings.every((meaning) => keyOf(meaning) === key);
}

function isKeptOf({ kept }: CheckedEvent, { path, sha256 }: SentRequest): boolean {
  return kept !== null && kept.sha256 === sha256 && kept.path === path;
}

function shows({ data }: CheckedEvent, meaning: EventMeaning | undefined): boolean {
  return Object.entries(meaning?.shows ?? {}).every(([path, value]) => valueAt(data, path) === value);
}

function valueAt(data: unknown, path: string): unknown {
  return path.split('.').reduce<unknown>((value, name) => {
    return typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined;
  }, data);
}

type Group = readonly [key: string, requests: readonly SentRequest[]];

function typedKey({ detailType, key }: CheckedEvent): string {
  return `${detailType} ${key}`;
}

function keyOf(meaning: Meaning): string | undefined {
  return meaning.as === 'event' ? `${meaning.detailType} ${meaning.identity}` : undefined;
}

function meaningIn({ meanings }: SentRequest, key: string): EventMeaning | undefined {
  return meanings.find((meaning): meaning is EventMeaning => meaning.as === 'event' && keyOf(meaning) === key);
}

function eventKey({ meanings }: SentRequest): string | undefined {
  return meanings.flatMap((meaning) => keyOf(meaning) ?? [])[0];
}

function unrecognizedIn({ meanings }: SentRequest) {
  return meanings.find((meaning) => meaning.as === 'unrecognized');
}

function unrecognizedKey(request: SentRequest): string | undefined {
  return unrecognizedIn(request) && `${request.path} ${request.sha256}`;
}

function groups(requests: readonly SentRequest[], key: (request: SentRequest) => string | undefined): Group[] {
  return [
    ...by(
      requests.filter((request) => key(request) !== undefined),
      (request) => key(request) ?? '',
    ),
  ];
}

function by<T>(items: readonly T[], key: (item: T) => string): Map<string, T[]> {
  const found = new Map<string, T[]>();
  for (const item of items) found.set(key(item), [...(found.get(key(item)) ?? []), item]);
  return found;
}
