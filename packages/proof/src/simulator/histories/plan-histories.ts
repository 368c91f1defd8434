import { createRandom, type Random } from '../../vibes/random';
import type { Arrival } from '../vibes';
import { type HistoryName, histories, historyNames } from './histories';
import type { Said, Submission } from './said';
import { callbackSaying } from './saying';

export interface HistoriesPlan {
  readonly seed: number;
  /** How many; a history may be about two messages. */
  readonly count: number;
  /** Taken in turn. @default - all */
  readonly names?: readonly HistoryName[];
  /** Callbacks a second; absent: as fast as the connections let them through. */
  readonly perSecond?: number;
  /** Share, 0 to 1, of callbacks that are sent twice at the same moment. */
  readonly copies: number;
  /** When all submissions were made, in milliseconds: a bus takes no time that is long gone. */
  readonly submittedAt: number;
}

export interface PlannedHistories {
  readonly arrivals: readonly Arrival[];
  readonly submissions: readonly Submission[];
  readonly said: readonly Said[];
}

/** How far the callbacks of different messages get among each other. */
const spread = 60;

/** What Vibes will send: half of the histories in their usual order, half in any, all of them mixed. */
export function planHistories(plan: HistoriesPlan): PlannedHistories {
  const { seed, count, names = historyNames, perSecond, copies, submittedAt } = plan;
  const random = createRandom(seed);
  const placed = Array.from({ length: count }, (_, index) => {
    const name = names[index % names.length];
    const said = name === undefined ? [] : histories[name](random);
    return said
      .map((one) => (one.by === 'sender' ? { ...one, at: submittedAt } : one))
      .map(placedBy(said, index, random));
  }).flat();
  const said = placed.sort((a, b) => a.place - b.place).map(({ one }) => one);
  const callbacks = said.flatMap((one) => (one.by === 'sender' ? [] : [callbackSaying(one)]));
  const sent = callbacks.flatMap((callback) => (random.chance(copies) ? [callback, callback] : [callback]));
  const spacingMs = perSecond === undefined ? 0 : 1_000 / perSecond;
  return {
    arrivals: sent.map((callback, index) => ({ atMs: index * spacingMs, callback })),
    submissions: said.filter((one) => one.by === 'sender'),
    said,
  };
}

function placedBy(said: readonly Said[], history: number, random: Random) {
  const places = said.map(() => history * 3 + random.int(0, spread));
  if (random.chance(0.5)) places.sort((a, b) => a - b);
  return (one: Said, index: number) => ({ one, place: places[index] ?? 0 });
}
