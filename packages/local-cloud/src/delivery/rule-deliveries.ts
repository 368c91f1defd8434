import { randomUUID } from 'node:crypto';
import { eventFields } from '../aws/events/pattern/event-fields';
import { type JsonTree, readJsonTree } from '../aws/events/pattern/json-tree';
import { matchesEvent } from '../aws/events/pattern/match-event';
import type { PublishedEvent } from '../aws/events/published-event';
import type { Rule, Target } from '../aws/events/rules/rule';
import type { DeliveryJournal, Owed } from './delivery-journal';
import type { DeliveryOutcome } from './delivery-outcome';
import { DeliveryFailure, DeliveryInterrupted, type Send } from './message';
import type { RuleFaults } from './rule-faults';
import { backOffMs, type Wait } from './wait';

export interface RuleDeliveriesParts {
  readonly send: Send;
  readonly journal: DeliveryJournal;
  readonly wait: Wait;
  readonly nowMs: () => number;
  readonly random: () => number;
  readonly faults: Pick<RuleFaults, 'meet'>;
  onOutcome(outcome: DeliveryOutcome): void;
  onError(error: unknown): void;
}

interface Delivery {
  readonly owed: Owed;
  readonly rule: Rule;
  readonly target: Target;
  readonly tree: JsonTree;
  readonly signal: AbortSignal;
}

/** The rules of the stack at work: each event goes to the targets of the rules that match it. */
export class RuleDeliveries {
  #stopping = new AbortController();
  readonly #underWay = new Set<Promise<void>>();

  constructor(
    private rules: readonly Rule[],
    private readonly parts: RuleDeliveriesParts,
  ) {}

  /** Deliveries that an earlier run left pending. */
  resume(): void {
    for (const owed of this.parts.journal.open()) {
      const rule = this.rules.find(({ arn }) => arn === owed.ruleArn);
      const target = rule?.targets.find(({ id }) => id === owed.targetId);
      if (rule === undefined || target === undefined) this.parts.journal.done(owed.id);
      else this.#start({ owed, rule, target, tree: readJsonTree(owed.event.json) });
    }
  }

  get ruleNames(): readonly string[] {
    return this.rules.map(({ name }) => name);
  }

  replaceRules(rules: readonly Rule[]): void {
    this.rules = rules;
  }

  /** When this returns, what the event's targets have yet to get is on disk. */
  take(event: PublishedEvent): void {
    const { busArn, onlyRules } = event;
    const asked = this.rules.filter(
      (rule) => rule.busArn === busArn && (onlyRules === undefined || onlyRules.includes(rule.arn)),
    );
    if (asked.length === 0) return;
    const tree = readJsonTree(event.json);
    const fields = eventFields(tree);
    for (const rule of asked.filter(({ pattern }) => matchesEvent(pattern, fields))) {
      for (const target of rule.targets.filter(({ arn }) => !(event.forwarded === true && isBus(arn)))) {
        const owed = { id: randomUUID(), ruleArn: rule.arn, targetId: target.id, event };
        this.parts.journal.add(owed);
        this.#start({ owed, rule, target, tree });
      }
    }
  }

  get underWay(): number {
    return this.#underWay.size;
  }

  /** Stops waiting. Pending deliveries continue after the next start. */
  async stop(): Promise<void> {
    this.#stopping.abort();
    await Promise.all(this.#underWay);
  }

  /** Drops the pending deliveries. */
  async clear(): Promise<void> {
    this.#stopping.abort();
    await Promise.all(this.#underWay);
    this.#stopping = new AbortController();
    this.parts.journal.clear();
  }

  #start(delivery: Omit<Delivery, 'signal'>): void {
    const running = this.#deliver({ ...delivery, signal: this.#stopping.signal })
      .then(() => this.parts.journal.done(delivery.owed.id))
      .catch((error: unknown) => {
        if (!(error instanceof DeliveryInterrupted)) this.parts.onError(error);
      })
      .finally(() => this.#underWay.delete(running));
    this.#underWay.add(running);
  }

  async #deliver(delivery: Delivery): Promise<void> {
    const { owed, rule, target, tree, signal } = delivery;
    const { parts } = this;
    const { event } = owed;
    const body = target.input({ json: event.json, tree, publishedAt: event.publishedAt });
    const role = target.roleLogicalId === undefined ? {} : { roleLogicalId: target.roleLogicalId };
    const from = { service: 'events.amazonaws.com', sourceArn: rule.arn, ...role };
    for (let attempt = 1; ; attempt += 1) {
      const onTry = (cause: string, lines: readonly string[]) =>
        this.#tell(delivery, 'function-retried', attempt, cause, lines);
      try {
        parts.faults.meet(rule.name);
        const {
          detail = '',
          failed = false,
          log,
        } = await parts.send({ to: target.arn, body, from }, { onTry, signal });
        return this.#tell(delivery, failed ? 'failed' : 'delivered', attempt, detail, log);
      } catch (error) {
        if (!(error instanceof DeliveryFailure)) throw error;
        const limit = exhausted(error, attempt, target, parts.nowMs() - event.publishedAt.getTime());
        if (limit !== undefined) return this.#park(delivery, error, attempt, limit);
        this.#tell(delivery, 'retried', attempt, error.message);
        await parts.wait(backOffMs(attempt, parts.random), signal);
      }
    }
  }

  /** To the target's dead-letter queue, with what EventBridge adds there. */
  async #park(delivery: Delivery, failure: DeliveryFailure, attempt: number, limit: Limit): Promise<void> {
    const { owed, rule, target } = delivery;
    if (target.deadLetterArn === undefined) {
      return this.#tell(delivery, 'dropped', attempt, `${failure.message}; it has no dead-letter queue`);
    }
    const attributes = {
      RULE_ARN: rule.arn,
      TARGET_ARN: target.arn,
      ERROR_CODE: failure.code,
      ERROR_MESSAGE: failure.message,
      ...(limit === 'not-retried' ? {} : { EXHAUSTED_RETRY_CONDITION: limit, RETRY_ATTEMPTS: String(attempt - 1) }),
    };
    const from = { service: 'events.amazonaws.com', sourceArn: rule.arn };
    try {
      const letter = { to: target.deadLetterArn, body: owed.event.json, from, attributes };
      await this.parts.send(letter, { signal: delivery.signal });
      this.#tell(delivery, 'dead-lettered', attempt, failure.message);
    } catch (error) {
      if (!(error instanceof DeliveryFailure)) throw error;
      this.#tell(
        delivery,
        'dead-letter-failed',
        attempt,
        `${failure.message}; its dead-letter queue: ${error.message}`,
      );
    }
  }

  #tell(
    { owed, rule, target, tree }: Delivery,
    step: DeliveryOutcome['step'],
    attempts: number,
    detail: string,
    log: readonly string[] = [],
  ): void {
    const { name: ruleName, busArn } = rule;
    this.parts.onOutcome({
      ...{ ruleName, busArn, targetId: target.id, targetArn: target.arn },
      ...{ eventId: idOf(tree), event: owed.event.json, step, attempts, detail, log },
    });
  }
}

type Limit = 'not-retried' | 'MaximumRetryAttempts' | 'MaximumEventAgeInSeconds';

/** Why there is no further attempt; undefined if there is one. */
function exhausted(failure: DeliveryFailure, attempt: number, target: Target, ageMs: number): Limit | undefined {
  if (!failure.mayPass) return 'not-retried';
  if (attempt > target.maxRetries) return 'MaximumRetryAttempts';
  return ageMs > target.maxAgeMs ? 'MaximumEventAgeInSeconds' : undefined;
}

function isBus(arn: string): boolean {
  return arn.includes(':event-bus/');
}

function idOf(tree: JsonTree): string {
  const id = tree.kind === 'object' ? tree.entries.find(([key]) => key === 'id')?.[1] : undefined;
  return id?.kind === 'string' ? id.text : '';
}
