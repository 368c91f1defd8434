import type { KeptTimes } from '../../kept-times';
import { evaluateQuery } from '../metrics/evaluate-queries';
import type { MetricClock } from '../metrics/metric-clock';
import type { MetricStore } from '../metrics/metric-store';
import type { AlarmDefinition, AlarmState, CompositeAlarm, MetricAlarm } from './alarm-definition';
import type { AlarmLog } from './alarm-log';
import type { AlarmChange } from './alarm-message';
import { alarmsInRule, evaluateRule } from './composite-rule';
import { evaluateAlarm, periodsBeyond } from './evaluate-alarm';

export interface AlarmStatus {
  readonly alarm: AlarmDefinition;
  readonly state: AlarmState;
  readonly reason: string;
  /** When it came into this state. */
  readonly since: Date;
}

export interface AlarmsParts {
  readonly clock: MetricClock;
  readonly store: MetricStore;
  readonly log: AlarmLog;
  /** When each alarm was created. */
  readonly starts: KeptTimes;
  /** Called with the changes of one evaluation. */
  onChange(changes: readonly AlarmChange[]): void;
}

/** The stack's alarms, evaluated once a minute of CloudWatch. Their states are kept in the log of their changes. */
export class RunningAlarms {
  readonly #status = new Map<string, AlarmStatus>();
  #definitions: readonly AlarmDefinition[] = [];

  constructor(private readonly parts: AlarmsParts) {
    for (const { name, to, reason, at } of parts.log.read()) this.#restored.set(name, { state: to, reason, since: at });
  }

  readonly #restored = new Map<string, Omit<AlarmStatus, 'alarm'>>();

  /** Those of the template, or of another one after a deployment: a new alarm has no data yet. */
  define(definitions: readonly AlarmDefinition[]): void {
    this.#definitions = definitions;
    const known = new Map([...this.#restored, ...this.#status]);
    this.#status.clear();
    for (const alarm of definitions) {
      const { state, reason, since } = known.get(alarm.name) ?? this.#unchecked();
      this.#status.set(alarm.name, { alarm, state, reason, since });
      this.#noteStart(alarm);
    }
  }

  #noteStart(alarm: AlarmDefinition): void {
    const { starts, clock } = this.parts;
    if (alarm.kind === 'metric' && alarm.warmUp !== undefined && starts.get(alarm.name) === undefined) {
      starts.set(alarm.name, clock.nowMs());
    }
  }

  /** As if every alarm had been created a minute earlier. */
  age(): void {
    this.parts.starts.shift(-this.parts.clock.minuteMs);
  }

  /** User guide, "Alarm warm-up periods". */
  #isWarmingUp({ name, warmUp, evaluationPeriods }: MetricAlarm, points: number): boolean {
    if (warmUp === undefined) return false;
    const { clock, starts } = this.parts;
    const isOver = clock.nowMs() - (starts.get(name) ?? 0) >= warmUp.minutes * clock.minuteMs;
    return !isOver && (warmUp.isWhole || points < evaluationPeriods);
  }

  /** By name. */
  all(): readonly AlarmStatus[] {
    return [...this.#status.values()].sort((left, right) => (left.alarm.name < right.alarm.name ? -1 : 1));
  }

  /**
   * Metric alarms first: composite alarms depend on their states, and on those of composite alarms before them.
   * @param minute where the last whole minute ended
   */
  evaluate(minute = this.parts.clock.currentMinute()): void {
    const changes: AlarmChange[] = [];
    const note = (change: AlarmChange | undefined) => {
      if (change !== undefined) changes.push(change);
    };
    for (const alarm of this.#definitions) if (alarm.kind === 'metric') note(this.#evaluateMetric(alarm, minute));
    for (const alarm of this.#definitions) if (alarm.kind === 'composite') note(this.#evaluateComposite(alarm));
    this.#tell(changes);
  }

  /** Sets the state until the next evaluation. @returns false if there is no such alarm */
  set(name: string, state: AlarmState, reason: string): boolean {
    const status = this.#status.get(name);
    if (status === undefined) return false;
    const change = this.#change(status.alarm, state, reason);
    this.#tell(change === undefined ? [] : [change]);
    return true;
  }

  /** The window slides: its last period ends with the last whole minute, however long the period is. */
  #evaluateMetric(alarm: MetricAlarm, to: number): AlarmChange | undefined {
    const { store } = this.parts;
    const from = to - (alarm.evaluationPeriods + periodsBeyond) * alarm.periodSeconds;
    const series = evaluateQuery(alarm.watched, alarm.queries, store, { from, to });
    const current = this.#status.get(alarm.name)?.state ?? 'INSUFFICIENT_DATA';
    if (this.#isWarmingUp(alarm, series.size)) return undefined;
    const { state, reason } = evaluateAlarm(alarm, series, current);
    return this.#change(alarm, state, reason);
  }

  #evaluateComposite(alarm: CompositeAlarm): AlarmChange | undefined {
    const stateOf = (nameOrArn: string) => this.#find(nameOrArn)?.state ?? 'INSUFFICIENT_DATA';
    const state = evaluateRule(alarm.rule, stateOf) ? 'ALARM' : 'OK';
    const named = alarmsInRule(alarm.rule);
    const ringing = this.all().filter((one) => one.state === 'ALARM');
    const because = ringing.filter(({ alarm: { name, arn } }) => named.has(name) || named.has(arn));
    const list = because.map(({ alarm: { arn } }) => arn).join(', ');
    const reason = list === '' ? 'no alarm of its rule is in ALARM' : `these are in ALARM: ${list}`;
    return this.#change(alarm, state, `The rule ${alarm.rule} came to ${state}: ${reason}`);
  }

  #find(nameOrArn: string): AlarmStatus | undefined {
    return this.all().find(({ alarm: { name, arn } }) => nameOrArn === name || nameOrArn === arn);
  }

  #change(alarm: AlarmDefinition, to: AlarmState, reason: string): AlarmChange | undefined {
    const { state: from } = this.#status.get(alarm.name) ?? this.#unchecked();
    if (from === to) return undefined;
    const at = new Date(this.parts.clock.nowMs());
    this.#status.set(alarm.name, { alarm, state: to, reason, since: at });
    return { alarm, from, to, reason, at };
  }

  #tell(changes: readonly AlarmChange[]): void {
    if (changes.length === 0) return;
    this.parts.log.append(changes);
    this.parts.onChange(changes);
  }

  #unchecked(): Omit<AlarmStatus, 'alarm'> {
    const since = new Date(this.parts.clock.nowMs());
    return { state: 'INSUFFICIENT_DATA', reason: 'Unchecked: Initial alarm creation', since };
  }
}
