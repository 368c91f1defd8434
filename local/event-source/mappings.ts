import type { LocalAws } from '../aws/local-aws';
import type { Functions } from '../lambda/functions';
import { EventSourceMapping } from './event-source-mapping';
import { mappingQueue } from './mapping-queue';
import type { Mapping } from './read-mapping';

/** Batches at a time, where the template allows more: on two cores fewer and fuller batches get further. */
const maxConcurrencyHere = 4;

export interface MappingsParts {
  readonly aws: Pick<LocalAws, 'endpoint' | 'credentialsOf'>;
  readonly functions: Functions;
  onError(error: unknown): void;
}

/** All event source mappings of the stack. */
export class Mappings {
  #running: readonly EventSourceMapping[] = [];
  #settings = '';

  constructor(private readonly parts: MappingsParts) {}

  /** Those that run already go on, unless the settings are others. */
  start(mappings: readonly Mapping[]): void {
    const settings = JSON.stringify(mappings);
    if (settings === this.#settings) return;
    for (const mapping of this.#running) mapping.finish();
    this.#settings = settings;
    this.#running = mappings.map((mapping) => this.#create(mapping));
    for (const mapping of this.#running) mapping.start();
  }

  /** Asks for no more messages; batches under way go on until `settled`. */
  abort(): void {
    for (const mapping of this.#running) mapping.abort();
  }

  async settled(): Promise<void> {
    await Promise.all(this.#running.map((mapping) => mapping.settled()));
  }

  async pause(): Promise<void> {
    await Promise.all(this.#running.map((mapping) => mapping.pause()));
  }

  resume(): void {
    for (const mapping of this.#running) mapping.resume();
  }

  #create(mapping: Mapping): EventSourceMapping {
    const { aws, functions, onError } = this.parts;
    const queue = mappingQueue(mapping, aws.endpoint, aws.credentialsOf(mapping.roleLogicalId));
    const pool = functions.byId(mapping.functionLogicalId);
    const concurrency = Math.min(mapping.maxConcurrency, maxConcurrencyHere);
    return new EventSourceMapping(mapping, { queue, onError, invoke: (event) => pool.invoke(event) }, concurrency);
  }
}
