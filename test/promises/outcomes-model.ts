import type { OutcomesDeps } from '../../lambda/outcomes/deps';
import { type DueItem, keyOfDue } from '../../lambda/outcomes/due-item';
import { type MessageKey, type Outcome, type Receipt, submissionOf } from '../../lambda/outcomes/fold';
import { keepOutcomes, type Work } from '../../lambda/outcomes/keep-outcomes';
import type { MessageItem } from '../../lambda/outcomes/message-item';
import type { BusEvent } from '../../lambda/shared/bus-event';

/**
 * Every interleaving of two workers with one message's receipts. The workers run the function's own code; each call of
 * theirs to the table or the bus is a step, after which another worker may go on, or before or after which this one may
 * die. A state is reached by many ways and explored once.
 */

export const key: MessageKey = { channel: 'sms', messageId: 'm' };
/** After everything that is due. */
export const nowMs = Date.parse('2026-05-06T12:00:00Z');

/** One SQS message. */
export interface Delivery {
  readonly id: string;
  readonly receipt?: Receipt;
  readonly due?: DueItem;
}

/** What the world has apart from the workers. */
export interface World {
  readonly queue: readonly Delivery[];
  readonly item: MessageItem | undefined;
  readonly due: readonly DueItem[];
  /** Counts what was noted to be due: each is another item, because each has a time of its own. */
  readonly noted: number;
  /** What the bus got, each content once, in the order of its first publication. */
  readonly published: readonly BusEvent[];
}

type Call =
  | { readonly do: 'read' }
  | { readonly do: 'write'; readonly item: MessageItem }
  | { readonly do: 'publish'; readonly events: readonly BusEvent[] }
  | { readonly do: 'clear'; readonly rev: number }
  | { readonly do: 'noteDue'; readonly due: DueItem }
  | { readonly do: 'forgetDue'; readonly due: DueItem };

export type Effect = (world: World, call: Call) => readonly [World, unknown];

/** What the table and the bus do. */
export const effect: Effect = (world, call) => {
  switch (call.do) {
    case 'read':
      return [world, world.item];
    case 'write':
      if ((world.item?.rev ?? 0) !== call.item.rev - 1) return [world, false];
      return [{ ...world, item: inOneOrder(call.item) }, true];
    case 'publish': {
      const isNew = ({ id, detail }: BusEvent) =>
        !world.published.some((one) => one.id === id && one.detail === detail);
      const events = call.events.filter(isNew);
      const published = events.length === 0 ? world.published : [...world.published, ...events];
      return [{ ...world, published }, new Map()];
    }
    case 'clear':
      if (world.item?.rev !== call.rev) return [world, undefined];
      return [{ ...world, item: inOneOrder({ ...world.item, rev: call.rev + 1, outbox: [] }) }, undefined];
    case 'noteDue': {
      const noted = world.noted + 1;
      return [{ ...world, noted, due: [...world.due, { ...call.due, sk: `${call.due.sk}${noted}` }] }, undefined];
    }
    case 'forgetDue':
      return [{ ...world, due: world.due.filter(({ sk }) => sk !== call.due.sk) }, undefined];
    default:
      return call satisfies never;
  }
};

/** Nothing depends on the order of arrival once the outbox is empty, so states that differ in it alone are one. */
function inOneOrder(item: MessageItem): MessageItem {
  if (item.outbox.length > 0) return item;
  return { ...item, receipts: [...item.receipts].sort((a, b) => (a.eventId < b.eventId ? -1 : 1)) };
}

interface Worker {
  readonly batch: readonly Delivery[];
  /** What its calls returned so far; with them, its code comes to the same point again. */
  readonly results: readonly unknown[];
  readonly call: Call;
  /** Whether it has noted something to be due. */
  readonly noted: boolean;
}

interface State {
  readonly world: World;
  readonly workers: readonly Worker[];
  readonly crashes: number;
}

export interface Given {
  readonly deliveries: readonly Delivery[];
  readonly crashes: number;
  /** Whether a batch may have several messages. */
  readonly together: boolean;
  readonly effect?: Effect;
}

export interface Explored {
  readonly states: number;
  /** Each end: an empty queue, and no worker at it. */
  readonly ends: readonly World[];
}

/** @throws Error at the first state that breaks a promise which must hold at all times */
export async function explore({ deliveries, crashes, together, effect: act = effect }: Given): Promise<Explored> {
  const first: State = {
    world: { queue: deliveries, item: undefined, due: [], noted: 0, published: [] },
    workers: [],
    crashes,
  };
  const names = new Names();
  const runs = new Map<string, Promise<Reached>>();
  const machine: Machine = {
    act,
    together,
    names,
    run: (batch, results) => {
      const text = `${names.of(batch)} ${results.map((one) => names.of(one)).join()}`;
      const known = runs.get(text) ?? run(batch, results);
      runs.set(text, known);
      return known;
    },
  };
  const seen = new Set([stateText(first, names)]);
  const ends = new Map<string, World>();
  const open = [first];
  for (let state = open.pop(); state !== undefined; state = open.pop()) {
    checkAlways(state.world);
    const following = await successors(state, machine);
    if (following.length === 0) ends.set(JSON.stringify(state.world), state.world);
    for (const next of following) {
      const text = stateText(next, names);
      if (seen.has(text)) continue;
      seen.add(text);
      open.push(next);
    }
  }
  return { states: seen.size, ends: [...ends.values()] };
}

/** Short names for large values: the same for equal ones. */
class Names {
  readonly #ofObjects = new WeakMap<object, number>();
  readonly #ofTexts = new Map<string, number>();

  of(value: unknown): number {
    const isObject = typeof value === 'object' && value !== null;
    const known = isObject ? this.#ofObjects.get(value) : undefined;
    if (known !== undefined) return known;
    const text = JSON.stringify(value) ?? 'undefined';
    const name = this.#ofTexts.get(text) ?? this.#ofTexts.size;
    this.#ofTexts.set(text, name);
    if (isObject) this.#ofObjects.set(value, name);
    return name;
  }
}

interface Machine {
  readonly act: Effect;
  readonly together: boolean;
  readonly names: Names;
  /** The same worker comes to the same point. */
  run(batch: readonly Delivery[], results: readonly unknown[]): Promise<Reached>;
}

/** The workers are alike. */
function stateText({ world, workers, crashes }: State, names: Names): string {
  const { queue, item, due, noted, published } = world;
  const texts = workers.map(({ batch, results }) => [batch, ...results].map((one) => names.of(one)).join());
  const parts = [queue, item, due, published.map(({ id }) => id)].map((one) => names.of(one));
  return [...parts, noted, crashes, ...texts.sort()].join(' ');
}

async function successors(state: State, machine: Machine): Promise<State[]> {
  const { world, workers, crashes } = state;
  const following: State[] = [];
  if (workers.length < 2) {
    for (const batch of batchesOf(world.queue, machine)) {
      const rest = { ...world, queue: world.queue.filter((one) => !batch.includes(one)) };
      following.push(await settle({ world: rest, workers, crashes }, batch, [], machine));
    }
    const tick = tickOf(state);
    if (tick !== undefined) following.push({ ...state, world: tick });
  }
  for (const worker of workers) {
    const others = workers.filter((one) => one !== worker);
    const [after, result] = machine.act(world, worker.call);
    const results = [...worker.results, result];
    const noted = worker.noted || worker.call.do === 'noteDue';
    following.push(await settle({ world: after, workers: others, crashes }, worker.batch, results, machine, noted));
    if (crashes === 0) continue;
    // Its messages come back.
    for (const broken of new Set([world, after])) {
      const back = { ...broken, queue: [...broken.queue, ...worker.batch] };
      following.push({ world: sorted(back), workers: others, crashes: crashes - 1 });
    }
  }
  return following;
}

/** Any one message, or all that there are. */
function batchesOf(queue: readonly Delivery[], { together }: Machine): readonly (readonly Delivery[])[] {
  return [...queue.map((one) => [one]), ...(together && queue.length > 1 ? [queue] : [])];
}

/**
 * What is due and not on its way yet is sent to the queue, at any time after the worker that noted it has ended: that
 * one lives for 15 s, and nothing is due in less than a minute.
 */
function tickOf({ world, workers }: State): World | undefined {
  if (workers.some(({ noted }) => noted)) return undefined;
  const underWay = [...world.queue, ...workers.flatMap(({ batch }) => batch)].map(({ due }) => due?.sk);
  const due = world.due.find(({ sk }) => !underWay.includes(sk));
  if (due === undefined) return undefined;
  return sorted({ ...world, queue: [...world.queue, { id: `due ${due.sk}`, due }] });
}

function sorted(world: World): World {
  return { ...world, queue: [...world.queue].sort((a, b) => (a.id < b.id ? -1 : 1)) };
}

/** Runs a worker with what its calls returned, up to its next call or its end. */
async function settle(
  { world, workers, crashes }: State,
  batch: readonly Delivery[],
  results: readonly unknown[],
  machine: Machine,
  noted = false,
): Promise<State> {
  const reached = await machine.run(batch, results);
  if ('do' in reached) return { world, workers: [...workers, { batch, results, call: reached, noted }], crashes };
  const givenBack = batch.filter(({ id, due }) => due === undefined && reached.failed.includes(id));
  return { world: sorted({ ...world, queue: [...world.queue, ...givenBack] }), workers, crashes };
}

/** A worker's next call, or what it gives back at its end. */
type Reached = Call | { readonly failed: readonly string[] };

async function run(batch: readonly Delivery[], results: readonly unknown[]): Promise<Reached> {
  let block: (call: Call) => void = () => undefined;
  const blocked = new Promise<Call>((resolve) => {
    block = resolve;
  });
  let made = 0;
  const call = async (one: Call): Promise<unknown> => {
    made += 1;
    if (made <= results.length) return results[made - 1];
    block(one);
    return new Promise<never>(() => undefined);
  };
  const deps: OutcomesDeps = {
    table: {
      read: () => call({ do: 'read' }) as Promise<MessageItem | undefined>,
      write: (_key, item) => call({ do: 'write', item }) as Promise<boolean>,
      clearOutbox: (_key, rev) => call({ do: 'clear', rev }) as Promise<void>,
      noteDue: (due) => call({ do: 'noteDue', due }) as Promise<void>,
      forgetDue: (due) => call({ do: 'forgetDue', due }) as Promise<void>,
      noteAlias: async () => undefined,
      listDue: async function* () {},
    },
    publisher: { publish: (events) => call({ do: 'publish', events }) as Promise<ReadonlyMap<string, string>> },
    queue: { send: async () => undefined },
    identityKey: async () => '',
    log: () => undefined,
    now: () => nowMs,
    abortAfter: () => never,
  };
  const limits = { preparing: never, publishing: never, finishing: never };
  const ended = keepOutcomes([workOf(batch)], limits, deps);
  return Promise.race([blocked, ended.then((failed) => ({ failed: failed.flatMap(({ records }) => records) }))]);
}

const never = new AbortController().signal;

function workOf(batch: readonly Delivery[]): Work {
  return {
    key,
    receipts: batch.flatMap(({ receipt }) => receipt ?? []),
    aliases: new Map(),
    due: batch.flatMap(({ due }) => (due !== undefined && keyOfDue(due) !== undefined ? [due] : [])),
    records: batch.map(({ id }) => id),
  };
}

export function outcomeOf({ detail }: BusEvent): Outcome {
  return JSON.parse(detail).data;
}

/** How far a state is from the end, for those that are not final. */
const furthest = ['submitted', 'overdue', 'accepted', 'undetermined', 'sent', 'delivered', 'read'];

const checked = new WeakSet<object>();

/** What must hold whenever somebody looks at the bus. */
function checkAlways({ published }: World): void {
  if (checked.has(published)) return;
  checked.add(published);
  const outcomes = published.map(outcomeOf);
  for (const [index, { version, state, corrects }] of outcomes.entries()) {
    if (version > index + 1) throw new Error(`a gap before version ${version}`);
    if (version < index + 1) throw new Error(`two contents of version ${version}`);
    const previous = outcomes[index - 1];
    if (previous === undefined || !previous.isFinal) {
      const isBack = previous !== undefined && furthest.indexOf(state) < furthest.indexOf(previous.state);
      if (isBack && furthest.includes(state)) throw new Error(`back from ${previous.state} to ${state}`);
    } else if (state !== previous.state && `${previous.state} ${state}` !== 'delivered read') {
      if (corrects !== previous.version) throw new Error(`${previous.state} taken back without a word`);
    }
  }
}

/**
 * What must hold at an end.
 * @returns what it amounts to, which is the same at each end; the number of versions on the way is not
 */
export function checkEnd({ item, published, due }: World, deliveries: readonly Delivery[]): object {
  const receipts = deliveries.flatMap(({ receipt }) => receipt ?? []);
  const kept = new Set(item?.receipts.map(({ eventId }) => eventId));
  if (receipts.some(({ eventId }) => !kept.has(eventId))) throw new Error('lost a receipt');
  if (due.length > 0) throw new Error('something is still due');
  if (submissionOf(receipts) !== null && !item?.isPastDue) throw new Error('never found to be past due');
  const newest = published.at(-1);
  const told = newest === undefined ? undefined : outcomeOf(newest);
  if (told === undefined || told.version !== item?.outcome?.version) {
    throw new Error(`version ${item?.outcome?.version} is not on the bus`);
  }
  if (item.outbox.length > 0) throw new Error('the outbox is not empty');
  const { version, corrects, ...rest } = item.outcome;
  return rest;
}

/** Delivers the messages again, all at once and one by one. @returns the world itself if nothing changed */
export async function replay(end: World, deliveries: readonly Delivery[], act: Effect = effect): Promise<World> {
  let world = end;
  for (const batch of [deliveries, ...deliveries.map((one) => [one])]) {
    const results: unknown[] = [];
    for (let reached = await run(batch, results); 'do' in reached; reached = await run(batch, results)) {
      const [after, result] = act(world, reached);
      world = after;
      results.push(result);
    }
  }
  return world;
}
