import { randomUUID } from 'node:crypto';
import type { PublishedEvent } from '../aws/events/published-event';
import type { Rule } from '../aws/events/rules/rule';

export interface SchedulesParts {
  /** The stack's rules of now. */
  rules(): readonly Rule[];
  readonly region: string;
  readonly accountId: string;
  /** What a minute of AWS takes here. */
  readonly minuteMs: number;
  take(event: PublishedEvent): void;
}

type Scheduled = Rule & { readonly everyMinutes: number };

/** Rules with a rate: the first event comes a period after the start, as after a deployment. */
export class Schedules {
  readonly #timers: NodeJS.Timeout[] = [];

  constructor(private readonly parts: SchedulesParts) {}

  start(): void {
    this.stop();
    for (const rule of this.#scheduled()) {
      const timer = setInterval(() => this.#fire(rule), rule.everyMinutes * this.parts.minuteMs);
      timer.unref();
      this.#timers.push(timer);
    }
  }

  /** All of them now, without waiting for their time. @returns their names */
  fireAll(): readonly string[] {
    const scheduled = this.#scheduled();
    for (const rule of scheduled) this.#fire(rule);
    return scheduled.map(({ name }) => name);
  }

  stop(): void {
    for (const timer of this.#timers.splice(0)) clearInterval(timer);
  }

  #scheduled(): readonly Scheduled[] {
    return this.parts.rules().filter((rule): rule is Scheduled => rule.everyMinutes !== undefined);
  }

  /** User guide, "Scheduled event": on the account's default bus, with the rule as its resource. */
  #fire({ arn, busArn }: Scheduled): void {
    const { region, accountId: account } = this.parts;
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
