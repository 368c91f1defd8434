import { randomUUID } from 'node:crypto';
import type { PublishedEvent } from '../aws/events/published-event';
import type { Rule } from '../aws/events/rules/rule';
import type { KeptTimes } from '../aws/kept-times';

export interface SchedulesParts {
  /** The stack's current rules. */
  rules(): readonly Rule[];
  readonly region: string;
  readonly accountId: string;
  /** What a minute of AWS takes here. */
  readonly minuteMs: number;
  /** When each last fired; for one that never did, when it was first seen. */
  readonly fired: KeptTimes;
  readonly nowMs: () => number;
  take(event: PublishedEvent): void;
}

type Scheduled = Rule & { readonly everyMinutes: number };

/** The longest that a timer waits. */
const longestMs = 2 ** 31 - 1;

/**
 * Rules with a rate. The first event comes a period after the rule was first seen, as after a deployment, and each other
 * one a period after the last, over restarts: what was due meanwhile comes at once, and once.
 */
export class Schedules {
  readonly #timers = new Map<string, NodeJS.Timeout>();

  constructor(private readonly parts: SchedulesParts) {}

  start(): void {
    this.stop();
    const { fired, nowMs } = this.parts;
    for (const rule of this.#scheduled()) {
      if (fired.get(rule.arn) === undefined) fired.set(rule.arn, nowMs());
      this.#wait(rule);
    }
  }

  #wait(rule: Scheduled): void {
    const { fired, minuteMs, nowMs } = this.parts;
    const leftMs = (fired.get(rule.arn) ?? 0) + rule.everyMinutes * minuteMs - nowMs();
    const timer = setTimeout(
      () => {
        if (leftMs <= longestMs) this.#fire(rule);
        this.#wait(rule);
      },
      Math.min(Math.max(0, leftMs), longestMs),
    );
    timer.unref();
    this.#timers.set(rule.arn, timer);
  }

  /** All of them now, without waiting for their time. @returns their names */
  fireAll(): readonly string[] {
    const scheduled = this.#scheduled();
    for (const rule of scheduled) this.#fire(rule);
    return scheduled.map(({ name }) => name);
  }

  stop(): void {
    for (const timer of this.#timers.values()) clearTimeout(timer);
    this.#timers.clear();
  }

  #scheduled(): readonly Scheduled[] {
    return this.parts.rules().filter((rule): rule is Scheduled => rule.everyMinutes !== undefined);
  }

  /** User guide, "Scheduled event": on the account's default bus, with the rule as its resource. */
  #fire({ arn, busArn }: Scheduled): void {
    const { region, accountId: account, fired, nowMs } = this.parts;
    fired.set(arn, nowMs());
    const detailType = 'Scheduled Event';
    const event = {
      version: '0',
      id: randomUUID(),
      'detail-type': detailType,
      source: 'aws.events',
      account,
      time: new Date().toISOString().replace(/\.\d+Z$/, 'Z'),
      region,
      resources: [arn],
      detail: {},
    };
    this.parts.take({ detailType, json: JSON.stringify(event), busArn, publishedAt: new Date(), onlyRules: [arn] });
  }
}
