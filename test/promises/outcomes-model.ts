import { isDeepStrictEqual } from 'node:util';
import type { OutcomesDeps } from '../../lambda/outcomes/deps';
import { type DueItem, keyOfDue } from '../../lambda/outcomes/due-item';
import { fold, type MessageKey, type Outcome, type Receipt } from '../../lambda/outcomes/fold';
import { keepOutcomes, type Work } from '../../lambda/outcomes/keep-outcomes';
import { type MessageItem, newestOf, type Version } from '../../lambda/outcomes/message-item';
import type { BusEvent } from '../../lambda/shared/bus-event';

/**
 * Every interleaving of two workers with one message's receipts. The workers run the function's own code; each call of
 * theirs to the table or the bus is a step, before and after which another worker may go on, and this one may die. SQS
 * may deliver a message again at any time until it is deleted, also to both workers at once.
 *
 * A state is explored once. States are the same if nothing that may follow tells them apart (`essenceOf`), and steps
 * that change nothing are not steps of their own (`settle`). `isReduced: false` does without both.
 */

export const key: MessageKey = { channel: 'sms', messageId: 'm' };
/** After everything that is due. */
export const startMs = Date.parse('2026-05-06T12:00:00Z');
const hourMs = 3_600_000;

/** One SQS message. */
export interface Delivery {
  readonly id: string;
  readonly receipt?: Receipt;
  readonly due?: DueItem;
  /** In which hour a replay of the archive sent it; null for any other. */
  readonly replayed: number | null;
}

/** What the world has apart from the workers. */
export interface World {
  /** What is not deleted. What is due is not among them: the tick sends it until it is forgotten. */
  readonly queue: readonly Delivery[];
  readonly item: MessageItem | undefined;
  readonly due: readonly DueItem[];
  /** What the bus got, each content once. */
  readonly published: readonly BusEvent[];
  /** An hour passes before a replay. */
  readonly hour: number;
}

type Call =
  | { readonly do: 'read' }
  | { readonly do: 'write'; readonly item: MessageItem }
  | { readonly do: 'publish'; readonly events: readonly BusEvent[] }
  | { readonly do: 'noteDue'; readonly due: DueItem }
  | { readonly do: 'forgetDue'; readonly due: DueItem };

/** What a call may do to the world, each with what it returns. */
export type Effect = (world: World, call: Call) => readonly (readonly [World, unknown])[];

/** What the table and the bus do. */
export const effect: Effect = (world, call) => {
  switch (call.do) {
    case 'read':
      return [[world, world.item]];
    case 'write': {
      if ((world.item?.rev ?? 0) !== call.item.rev - 1) return [[world, false]];
      const written = { ...world, item: call.item };
      // Its answer is lost, and the SDK, which tries again, hears that the condition does not hold.
      return [
        [written, true],
        [written, false],
      ];
    }
    case 'publish': {
      const onlyOne = call.events.length > 1 ? call.events.map((event) => [event]) : [];
      return [call.events, [], ...onlyOne].map((taken) => {
        const refused = call.events.filter((event) => !taken.includes(event));
        return [withPublished(world, taken), new Map(refused.map(({ id }) => [id, 'ThrottlingException']))];
      });
    }
    case 'noteDue':
      // More than two behave as two.
      return [[world.due.length > 1 ? world : { ...world, due: [...world.due, call.due] }, undefined]];
    case 'forgetDue':
      return [[{ ...world, due: world.due.filter(({ sk }) => sk !== call.due.sk) }, undefined]];
    default:
      return call satisfies never;
  }
};

function withPublished(world: World, events: readonly BusEvent[]): World {
  const isNew = ({ id, detail }: BusEvent) => !world.published.some((one) => one.id === id && one.detail === detail);
  const fresh = events.filter(isNew);
  return fresh.length === 0 ? world : { ...world, published: [...world.published, ...fresh] };
}

interface Worker {
  readonly batch: readonly Delivery[];
  /** What its calls returned so far; with them, its code comes to the same point again. */
  readonly results: readonly unknown[];
  readonly call: Call;
  /** When it started. */
  readonly hour: number;
  /** Whether it has noted something to be due. */
  readonly hasNoted: boolean;
}

interface State {
  readonly world: World;
  readonly workers: readonly Worker[];
  readonly hasHappened: boolean;
}

export interface Given {
  readonly deliveries: readonly Delivery[];
  /** What happens once, at any time. */
  readonly happening?: (world: World) => World;
  /** How many messages may come in one batch. */
  readonly together?: number;
  readonly effect?: Effect;
  readonly isReduced?: boolean;
}

export interface Explored {
  readonly states: number;
  /** Each end: an empty queue, and no worker at it. */
  readonly ends: readonly World[];
}

/** @throws Error at the first state that breaks a promise which must hold at all times */
export async function explore(given: Given): Promise<Explored> {
  const { deliveries, happening } = given;
  const world: World = { queue: deliveries, item: undefined, due: [], published: [], hour: 0 };
  const first: State = { world, workers: [], hasHappened: happening === undefined };
  const machine = new Machine(given);
  const seen = new Set([machine.textOf(first)]);
  const ends: World[] = [];
  const open = [first];
  for (let state = open.pop(); state !== undefined; state = open.pop()) {
    if (isEnd(state)) ends.push(state.world);
    for (const next of await machine.successors(state)) {
      const text = machine.textOf(next);
      if (seen.has(text)) continue;
      seen.add(text);
      checkAlways(next.world);
      open.push(next);
    }
  }
  return { states: seen.size, ends };
}

function isEnd({ world: { queue, due }, workers }: State): boolean {
  return queue.length === 0 && due.length === 0 && workers.length === 0;
}

class Machine {
  readonly #names = new Names();
  readonly #runs = new Map<string, Promise<Reached>>();
  readonly #act: Effect;
  readonly #isReduced: boolean;

  constructor(private readonly given: Given) {
    this.#act = given.effect ?? effect;
    this.#isReduced = given.isReduced ?? true;
  }

  textOf(state: State): string {
    return this.#isReduced ? essenceOf(state, this.#names) : wholeOf(state, this.#names);
  }

  async successors(state: State): Promise<readonly State[]> {
    const { world, workers, hasHappened } = state;
    const following: State[] = [];
    if (!hasHappened)
      following.push(
        await this.#withoutIdle({ ...state, world: this.given.happening?.(world) ?? world, hasHappened: true }),
      );
    if (workers.length < 2) {
      for (const batch of this.#batchesOf(state)) {
        const start = { batch, results: [], call: { do: 'read' }, hour: world.hour, hasNoted: false } as const;
        if (this.#isReduced) following.push(...(await this.#readAndPublish(state, start)));
        else following.push({ ...state, workers: [...workers, start] });
      }
    }
    for (const worker of workers) {
      const others = workers.filter((one) => one !== worker);
      following.push({ ...state, workers: others }, ...(await this.#step({ ...state, workers: others }, worker)));
    }
    return following;
  }

  /** When a worker received its messages, and how long after its read it publishes, is open: any time is possible. */
  async #readAndPublish(state: State, start: Worker): Promise<readonly State[]> {
    const { item } = state.world;
    const call = await this.#run(start.batch, [item], start.hour);
    const isKnown = 'do' in call && isRepeat({ ...start, call });
    return this.#step(state, isKnown ? { ...start, results: [item], call } : start);
  }

  /** What may come of the worker's call, after which it goes on or dies. */
  async #step(state: State, worker: Worker): Promise<readonly State[]> {
    const following: State[] = [];
    for (const [world, result] of this.#act(state.world, named(state, worker.call))) {
      if (world.item !== state.world.item) {
        checkGrowth(state.world.item, world.item);
        await this.#checkRepeats(state.world, world.item);
      }
      const results = [...worker.results, result];
      const hasNoted = worker.hasNoted || worker.call.do === 'noteDue';
      following.push(await this.#settle({ ...state, world }, { ...worker, results, hasNoted }));
      if (world !== state.world) following.push(await this.#withoutIdle({ ...state, world }));
    }
    return following;
  }

  /** A worker that finds a receipt in the item publishes the same, even if others have written since. */
  async #checkRepeats({ queue, item, hour }: World, written: MessageItem | undefined): Promise<void> {
    if (!this.#isReduced) return;
    for (const message of queue.filter(({ receipt }) =>
      item?.receipts.some((one) => receipt && isSame(one, receipt)),
    )) {
      const [before, after] = await Promise.all([item, written].map((one) => this.#run([message], [one], hour)));
      if (before && 'do' in before && this.#names.of(before) !== this.#names.of(after))
        throw new Error('a repeat is another');
    }
  }

  /**
   * Runs the worker up to its next call or its end, when its messages are deleted unless it gives them back.
   *
   * A worker that must read (again), or whose write must fail because another has written, is as good as dead: it goes
   * on as one does that gets its messages anew, and gives up after five attempts as one does that dies.
   */
  async #settle(state: State, worker: Omit<Worker, 'call'>): Promise<State> {
    const { world, workers } = state;
    const reached = await this.#run(worker.batch, worker.results, worker.hour);
    if ('do' in reached) return this.#withoutIdle({ ...state, workers: [...workers, { ...worker, call: reached }] });
    const isDone = ({ id }: Delivery) => worker.batch.some((one) => one.id === id) && !reached.failed.includes(id);
    return this.#withoutIdle({ ...state, world: { ...world, queue: world.queue.filter((one) => !isDone(one)) } });
  }

  /**
   * Without what can only publish what is on the bus, and be deleted: a message whose version is there, and a worker
   * that is about to publish nothing else. That this is all that the code does with such a message is checked.
   */
  async #withoutIdle({ world, workers, ...rest }: State): Promise<State> {
    if (!this.#isReduced) return { world, workers, ...rest };
    const { item, published, queue, hour } = world;
    const rev = item?.rev ?? 0;
    const onBus = (event: BusEvent) => published.some(({ id, detail }) => id === event.id && detail === event.detail);
    const versions = new Set(published.map((event) => outcomeOf(event).version));
    const isIdle = ({ receipt }: Delivery) => {
      const index = receipt === undefined ? -1 : (item?.receipts ?? []).findIndex((one) => isSame(one, receipt));
      const made = item?.versions.find(({ madeOf }) => madeOf > index);
      return index >= 0 && (made === undefined || versions.has(made.outcome.version));
    };
    for (const message of queue.filter(isIdle)) {
      const reached = await this.#run([message], [item], hour);
      const isAsBefore = 'do' in reached ? reached.do === 'publish' && reached.events.every(onBus) : true;
      if (!isAsBefore) throw new Error('a copy changed something');
    }
    const isStale = (worker: Worker) => {
      const { call } = worker;
      return isRepeat(worker) || call.do === 'read' || (call.do === 'write' && call.item.rev !== rev + 1);
    };
    const waiting = queue.filter((one) => !isIdle(one));
    return {
      ...rest,
      world: waiting.length === queue.length ? world : { ...world, queue: waiting },
      workers: workers.filter((worker) => !isStale(worker)),
    };
  }

  /**
   * What is due is sent to the queue at any time after the worker that noted it has ended: that one lives for 15 s, and
   * nothing is due in less than a minute.
   */
  #batchesOf({ world: { queue, due }, workers }: State): readonly (readonly Delivery[])[] {
    const isNoting = workers.some(({ hasNoted }) => hasNoted);
    const dues = isNoting ? [] : due.map((one): Delivery => ({ id: `due ${one.sk}`, due: one, replayed: null }));
    const subsets: (readonly Delivery[])[] = [[]];
    for (const one of queue) {
      const more = subsets.filter(({ length }) => length < (this.given.together ?? 1)).map((some) => [...some, one]);
      subsets.push(...more);
    }
    const batches = subsets.filter(({ length }) => length > 0);
    return [...batches, ...dues.flatMap((one) => [[one], ...queue.map((other) => [one, other])])];
  }

  /** The same worker comes to the same point. */
  #run(batch: readonly Delivery[], results: readonly unknown[], hour: number): Promise<Reached> {
    const text = [hour, this.#names.of(batch), ...results.map((one) => this.#names.of(one))].join();
    const known = this.#runs.get(text) ?? run(batch, results, hour);
    this.#runs.set(text, known);
    return known;
  }
}

/** Whether all that it does is to publish what its messages made: any worker that gets them does the same. */
function isRepeat({ batch, call }: Pick<Worker, 'batch' | 'call'>): boolean {
  return call.do === 'publish' && batch.every(({ due }) => due === undefined);
}

/** Each due item has a time, and so a name, of its own. */
function named({ world, workers }: State, call: Call): Call {
  if (call.do !== 'noteDue') return call;
  const taken = [...world.due, ...workers.flatMap(({ batch }) => batch.flatMap(({ due }) => due ?? []))];
  const free = ['1', '2', '3'].find((n) => !taken.some(({ sk }) => sk.endsWith(n)));
  return { ...call, due: { ...call.due, sk: `${call.due.sk}${free}` } };
}

/** Short names for large values: the same for equal ones. */
class Names {
  readonly #ofObjects = new WeakMap<object, number>();
  readonly #ofTexts = new Map<string, number>();

  of(value: unknown): number {
    const isObject = typeof value === 'object' && value !== null;
    const known = isObject ? this.#ofObjects.get(value) : undefined;
    if (known !== undefined) return known;
    const text = value instanceof Map ? `map ${[...value]}` : (JSON.stringify(value) ?? 'undefined');
    const name = this.#ofTexts.get(text) ?? this.#ofTexts.size;
    this.#ofTexts.set(text, name);
    if (isObject) this.#ofObjects.set(value, name);
    return name;
  }
}

/** The workers are alike. */
function wholeOf({ world, workers, hasHappened }: State, names: Names): string {
  const { queue, item, due, published, hour } = world;
  const texts = workers.map((one) => [one.hour, ...[one.batch, ...one.results].map((value) => names.of(value))].join());
  const ids = published.map(({ id }) => id).sort();
  return [...[queue, item, due, ids].map((one) => names.of(one)), hour, hasHappened, ...texts.sort()].join(' ');
}

/**
 * What decides all that may follow. The state depends on the set of receipts, so their order in the item does not count;
 * a version only counts by whose it is, when it was made, and whether it is on the bus.
 */
function essenceOf({ world, workers, hasHappened }: State, names: Names): string {
  const { queue, item, due, published, hour } = world;
  const ids = (some: readonly { readonly id: string }[]) =>
    some
      .map(({ id }) => id)
      .sort()
      .join();
  const versions = new Map((item?.versions ?? []).map((version, index) => [index + 1, versionText(item, version)]));
  const onBus = new Set(published.map((event) => outcomeOf(event).version));
  const workerTexts = workers.map(({ batch, call, results, hour: start, hasNoted }) => {
    const name = `${ids(batch)} ${call.do} ${start} ${hasNoted}`;
    if (call.do === 'write') return name;
    if (call.do !== 'publish') return `${name} ${[call, ...results].map((one) => names.of(one))}`;
    return `${name} ${call.events.map((event) => versions.get(outcomeOf(event).version)).sort()}`;
  });
  return [
    ...[ids(queue), uncovered(item), item?.isPastDue, due.map(({ sk }) => sk).sort(), hour, hasHappened],
    ...[...versions].map(([version, text]) => `${text} ${onBus.has(version)}`).sort(),
    ...workerTexts.sort(),
  ].join('|');
}

/** By the receipts that make it theirs: those that no earlier version has. */
function versionText(item: MessageItem | undefined, version: Version): string {
  const earlier = Math.max(0, ...(item?.versions ?? []).map(({ madeOf }) => madeOf).filter((n) => n < version.madeOf));
  const own = (item?.receipts ?? []).slice(earlier, version.madeOf).map(({ eventId }) => eventId);
  return `${own.sort()} ${version.isDue} ${version.at}`;
}

function uncovered(item: MessageItem | undefined): string {
  const covered = item === undefined ? 0 : (newestOf(item)?.madeOf ?? 0);
  return `${(item?.receipts ?? [])
    .slice(covered)
    .map(({ eventId }) => eventId)
    .sort()}`;
}

/** A worker's next call, or what it gives back at its end. */
type Reached = Call | { readonly failed: readonly string[] };

async function run(batch: readonly Delivery[], results: readonly unknown[], hour: number): Promise<Reached> {
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
      noteDue: (due) => call({ do: 'noteDue', due }) as Promise<void>,
      forgetDue: (due) => call({ do: 'forgetDue', due }) as Promise<void>,
      noteAlias: async () => undefined,
      listDue: async function* () {},
    },
    publisher: { publish: (events) => call({ do: 'publish', events }) as Promise<ReadonlyMap<string, string>> },
    queue: { send: async () => undefined },
    identityKey: async () => '',
    log: () => undefined,
    now: () => startMs + hour * hourMs,
    random: () => 0,
    pause: async () => undefined,
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
    arrivals: batch.flatMap(({ receipt, replayed }) => {
      if (receipt === undefined) return [];
      return [{ receipt, replayedMs: replayed === null ? null : startMs + replayed * hourMs }];
    }),
    aliases: new Map(),
    due: batch.flatMap(({ due }) => (due !== undefined && keyOfDue(due) !== undefined ? [due] : [])),
    records: batch.map(({ id }) => id),
  };
}

const parsed = new WeakMap<BusEvent, Outcome>();

export function outcomeOf(event: BusEvent): Outcome {
  const known = parsed.get(event) ?? JSON.parse(event.detail).data;
  parsed.set(event, known);
  return known;
}

/** How far a state is from the end, for those that are not final. */
const furthest = ['submitted', 'overdue', 'accepted', 'undetermined', 'sent', 'delivered', 'read'];

/** What must hold whenever the item is written. */
function checkGrowth(before: MessageItem | undefined, item: MessageItem | undefined): void {
  const [had, has] = [before?.versions ?? [], item?.versions ?? []];
  if (!isDeepStrictEqual(has.slice(0, had.length), had)) throw new Error('an earlier version has changed');
  if (has.length > had.length + 1) throw new Error('two versions at once');
  const receipts = before?.receipts ?? [];
  if (!isDeepStrictEqual(item?.receipts.slice(0, receipts.length), receipts)) throw new Error('lost a receipt');
  const [previous, newest] = [had.at(-1)?.outcome, has.at(-1)?.outcome];
  if (newest === undefined || has.length === had.length) return;
  if (newest.version !== has.length) throw new Error(`version ${newest.version} is the ${has.length}th`);
  if (previous === undefined || !previous.isFinal) {
    const isBack = previous !== undefined && furthest.indexOf(newest.state) < furthest.indexOf(previous.state);
    if (isBack && furthest.includes(newest.state)) throw new Error(`back from ${previous.state} to ${newest.state}`);
  } else if (newest.state !== previous.state && `${previous.state} ${newest.state}` !== 'delivered read') {
    if (newest.corrects !== previous.version) throw new Error(`${previous.state} taken back without a word`);
  }
}

/** What must hold at all times: one content of a version, and someone who publishes what is not on the bus. */
function checkAlways({ queue, item, due, published }: World): void {
  const contents = new Map<number, BusEvent>();
  for (const event of published) {
    const { version } = outcomeOf(event);
    if (contents.has(version)) throw new Error(`two contents of version ${version}`);
    contents.set(version, event);
  }
  const { receipts = [], versions = [] } = item ?? {};
  let earlier = 0;
  for (const { outcome, madeOf, at } of versions) {
    const own = new Set(receipts.slice(earlier, madeOf).map(contentOf));
    earlier = madeOf;
    if (contents.has(outcome.version)) continue;
    const isLaterThan = (replayed: number) => Date.parse(at) >= startMs + replayed * hourMs;
    const owner = queue.find(
      ({ receipt, replayed }) => receipt && own.has(contentOf(receipt)) && (replayed === null || isLaterThan(replayed)),
    );
    const isOfTick = due.length > 0 && ['overdue', 'presumed-delivered'].includes(outcome.state);
    if (owner === undefined && !isOfTick) throw new Error(`no message publishes version ${outcome.version}`);
  }
}

function isSame(one: Receipt, other: Receipt): boolean {
  return contentOf(one) === contentOf(other);
}

const contents = new WeakMap<Receipt, string>();

/** Which receipt it is: a submission may be sent again under another id. */
function contentOf(receipt: Receipt): string {
  const { eventId, ...submission } = receipt;
  const known = contents.get(receipt) ?? (receipt.due === null ? eventId : JSON.stringify(submission));
  contents.set(receipt, known);
  return known;
}

/**
 * What must hold at an end.
 * @returns what it amounts to, which is the same at each end; the number of versions on the way is not
 */
export function checkEnd({ item, published }: World, deliveries: readonly Delivery[]): object {
  const receipts = deliveries.flatMap(({ receipt }) => receipt ?? []);
  const kept = new Set(item?.receipts.map(contentOf));
  if (receipts.some((receipt) => !kept.has(contentOf(receipt)))) throw new Error('lost a receipt');
  const isSilent = receipts.every(({ due, state }) => due !== null || state === null);
  if (isSilent && !item?.isPastDue) throw new Error('never found to be past due');
  const versions = (item?.versions ?? []).map(({ outcome }) => outcome.version);
  const onBus = published.map((event) => outcomeOf(event).version).sort();
  if (!isDeepStrictEqual(onBus, versions)) throw new Error(`versions ${onBus} of ${versions} are on the bus`);
  const { version, corrects, ...rest } = (item && newestOf(item)?.outcome) ?? {};
  if (!isDeepStrictEqual(rest, fold(key, receipts, isSilent))) throw new Error('not what the receipts amount to');
  return rest;
}

/**
 * Delivers the messages again, all at once and one by one: first copies, which may repeat what is on the bus, then, an
 * hour later, a replay of the archive, which publishes nothing.
 */
export async function checkAgain(
  end: World,
  copies: readonly Delivery[],
  act: Effect = effect,
  asReplayed = (delivery: Delivery): Delivery => ({ ...delivery, replayed: end.hour + 1 }),
): Promise<void> {
  const repeated = await deliverAgain(end, copies, act);
  if (!isDeepStrictEqual(repeated.world, end)) throw new Error('a copy changed something');
  const later = { ...end, hour: end.hour + 1 };
  const again = await deliverAgain(later, copies.map(asReplayed), act);
  if (!isDeepStrictEqual(again.world, later)) throw new Error('a replay changed something');
  if (again.isPublished) throw new Error('a replay published again');
}

async function deliverAgain(world: World, messages: readonly Delivery[], act: Effect) {
  let after = world;
  let isPublished = false;
  for (const batch of [messages, ...messages.map((one) => [one])]) {
    const results: unknown[] = [];
    for (
      let reached = await run(batch, results, world.hour);
      'do' in reached;
      reached = await run(batch, results, world.hour)
    ) {
      isPublished ||= reached.do === 'publish';
      const [[next, result] = [after, undefined]] = act(after, reached);
      after = next;
      results.push(result);
    }
  }
  return { world: after, isPublished };
}
