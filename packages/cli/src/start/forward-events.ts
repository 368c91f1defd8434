import { setTimeout as sleep } from 'node:timers/promises';
import type { PublishedEvent } from '@vibes-callbacks/local-cloud';
import { causeOf, postJson } from '../frame/post-json';
import type { CallbackIds } from './published-callback';

/** The outcome of one attempt to send an event to the user's server. */
export interface Forwarded {
  /** Of the event; undefined for one that is not from a callback. */
  readonly ids: CallbackIds | undefined;
  readonly outcome: 'taken' | 'tried-again' | 'given-up';
  /** `200 in 12 ms`, or why it was not taken. */
  readonly detail: string;
}

export interface ForwarderParts {
  readonly url: string;
  readonly post?: (url: string, body: string) => Promise<number>;
  readonly wait?: (ms: number) => Promise<unknown>;
  onOutcome(forwarded: Forwarded): void;
}

/** Attempts for each event. Events go in order, so the next one waits: not for long. */
const maxTries = 5;

/** Posts each event to the developer's server, one after another, as JSON. Reports events that it does not accept. */
export class EventForwarder {
  #last: Promise<void> = Promise.resolve();

  constructor(private readonly parts: ForwarderParts) {}

  take(event: PublishedEvent, ids: CallbackIds | undefined): void {
    this.#last = this.#last.then(() => this.#forward(event, ids));
  }

  /** Resolves once every event that was taken is delivered, or given up. */
  settled(): Promise<void> {
    return this.#last;
  }

  async #forward(event: PublishedEvent, ids: CallbackIds | undefined): Promise<void> {
    const { url, post = postJson, wait = sleep, onOutcome } = this.parts;
    for (let attempt = 1; ; attempt += 1) {
      const startedMs = performance.now();
      const answer = await post(url, event.json).catch(causeOf);
      const isTaken = typeof answer === 'number' && answer >= 200 && answer < 300;
      const ms = Math.round(performance.now() - startedMs);
      const detail = typeof answer === 'number' ? `${answer} in ${ms} ms` : answer;
      if (isTaken) return onOutcome({ ids, outcome: 'taken', detail });
      if (attempt === maxTries) return onOutcome({ ids, outcome: 'given-up', detail });
      onOutcome({ ids, outcome: 'tried-again', detail });
      await wait(1000 * 2 ** (attempt - 1));
    }
  }
}
