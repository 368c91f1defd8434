import type { Message } from '@aws-sdk/client-sqs';
import type { Functions } from '../lambda/functions';
import type { FunctionErrorResult } from '../lambda/invocation';
import { EventSourceMapping, type MappingPorts, type MappingQueue } from './event-source-mapping';
import { type MappingAws, mappingQueue } from './mapping-queue';
import type { MappingSwitches } from './mapping-switches';
import type { Mapping } from './read-mapping';

/** Batches at a time, where the template allows more: on two cores fewer and fuller batches get further. */
const maxConcurrencyHere = 4;

export interface MappingsParts {
  readonly aws: MappingAws;
  /** How long a minute of CloudWatch is. */
  readonly minuteMs: number;
  readonly functions: Functions;
  readonly switches: MappingSwitches;
  onError(error: unknown): void;
  /** Called with the messages each time a mapping receives some. */
  onReceive(received: ReceivedMessages): void;
  /** Called when the invocation with them did not return. @default - ignored */
  readonly onFunctionError?: (received: ReceivedMessages, error: FunctionErrorResult) => void;
}

export interface ReceivedMessages {
  readonly queueArn: string;
  readonly messages: readonly Message[];
}

export interface MappingState {
  readonly mapping: Mapping;
  readonly enabled: boolean;
  /** Disabled, but its last poll or batch is still under way. */
  readonly settling: boolean;
  readonly changedAt: Date | undefined;
}

/** All event source mappings of the stack. */
export class Mappings {
  #all: readonly Mapping[] = [];
  readonly #running = new Map<string, EventSourceMapping>();
  /** Told to stop but not done yet, with the id of their mapping. */
  readonly #finishing = new Map<EventSourceMapping, string>();
  #settings = '';

  constructor(private readonly parts: MappingsParts) {}

  /** Those that run already go on, unless the settings are others. */
  start(mappings: readonly Mapping[]): void {
    const settings = JSON.stringify(mappings);
    if (settings === this.#settings) return;
    for (const id of this.#running.keys()) this.#finish(id);
    this.#settings = settings;
    this.#all = mappings;
    for (const mapping of mappings) if (this.parts.switches.isEnabled(mapping)) this.#begin(mapping);
  }

  states(): readonly MappingState[] {
    const { switches } = this.parts;
    return this.#all.map((mapping) => ({
      mapping,
      enabled: switches.isEnabled(mapping),
      settling: [...this.#finishing.values()].includes(mapping.id),
      changedAt: switches.changedAt(mapping.id),
    }));
  }

  /** A disabled mapping finishes the poll and the batches under way, and asks for nothing more. */
  setEnabled(id: string, enabled: boolean): void {
    const mapping = this.#all.find((one) => one.id === id);
    if (mapping === undefined) throw new Error(`there is no mapping ${id}`);
    this.parts.switches.set(id, enabled);
    if (!enabled) this.#finish(id);
    else if (!this.#running.has(id)) this.#begin(mapping);
  }

  /** Receives no more messages; batches under way continue until `settled`. */
  abort(): void {
    for (const mapping of this.#each()) mapping.abort();
  }

  async settled(): Promise<void> {
    await Promise.all(this.#each().map((mapping) => mapping.settled()));
  }

  async pause(): Promise<void> {
    await Promise.all(this.#each().map((mapping) => mapping.pause()));
  }

  resume(): void {
    for (const mapping of this.#each()) mapping.resume();
  }

  #each(): readonly EventSourceMapping[] {
    return [...this.#running.values(), ...this.#finishing.keys()];
  }

  #begin(mapping: Mapping): void {
    const started = this.#create(mapping);
    this.#running.set(mapping.id, started);
    started.start();
  }

  #finish(id: string): void {
    const running = this.#running.get(id);
    if (running === undefined) return;
    this.#running.delete(id);
    this.#finishing.set(running, id);
    running.finish();
    void running.settled().then(() => this.#finishing.delete(running));
  }

  #create(mapping: Mapping): EventSourceMapping {
    const { aws, functions, minuteMs, onError, onReceive, onFunctionError } = this.parts;
    const scale = minuteMs / 60_000;
    const called = mappingQueue(mapping, aws, scale);
    const queue = heardBy((messages) => onReceive({ queueArn: mapping.queueArn, messages }), called);
    const pool = functions.byId(mapping.functionLogicalId);
    const concurrency = Math.min(mapping.maxConcurrency, maxConcurrencyHere);
    const ports: MappingPorts = {
      ...{ queue, onError, invoke: (event) => pool.invoke(event) },
      onFunctionError: (messages, error) => onFunctionError?.({ queueArn: mapping.queueArn, messages }, error),
    };
    return new EventSourceMapping({ ...mapping, windowMs: mapping.windowMs * scale }, ports, concurrency);
  }
}

function heardBy(hear: (messages: readonly Message[]) => void, queue: MappingQueue): MappingQueue {
  return {
    ...queue,
    receive: async (...request) => {
      const messages = await queue.receive(...request);
      if (messages.length > 0) hear(messages);
      return messages;
    },
  };
}
