import { setTimeout as sleep } from 'node:timers/promises';
import type { Message } from '@aws-sdk/client-sqs';
import type { FunctionErrorResult, InvocationResult } from '../lambda/invocation';
import { doneMessages } from './done-messages';
import type { Mapping } from './read-mapping';
import { splitByPayload } from './split-by-payload';
import { sqsEvent } from './sqs-event';

/** The queue, called with the credentials of the function's role. */
export interface MappingQueue {
  /** Waits for up to ten messages; returns none if there are none, or when the signal aborts. */
  receive(max: number, waitSeconds: number, signal: AbortSignal): Promise<readonly Message[]>;
  delete(messages: readonly Message[]): Promise<void>;
  /** @returns a function to call when the function is done with them; the remaining ones come back */
  begin(messages: readonly Message[]): () => void;
}

export interface MappingPorts {
  readonly queue: MappingQueue;
  invoke(event: string): Promise<InvocationResult>;
  /** The invocation with these messages did not return. */
  onFunctionError(messages: readonly Message[], error: FunctionErrorResult): void;
  /** The queue could not be read or written: a missing grant, for one. */
  onError(error: unknown): void;
}

/** The service asks for ten messages at most at a time. */
const maxReceive = 10;
/** 20 in the service: here a mapping that is disabled should be so soon. */
const longPollSeconds = 2;
const pauseAfterErrorMs = 1000;
/** A batch that is not full emptied the queue: what arrives while the function works makes the next batch fuller. */
const gatherMs = 50;

/** Polls the queue and invokes the function with batches, as many at a time as the mapping allows. */
export class EventSourceMapping {
  readonly #running = new Set<Promise<void>>();
  readonly #aborted = new AbortController();
  #last = false;
  #paused = false;
  #polling: Promise<void> = Promise.resolve();

  constructor(
    private readonly mapping: Mapping,
    private readonly ports: MappingPorts,
    /** At most what the mapping allows; a laptop may want less. */
    private readonly concurrency: number,
  ) {}

  start(): void {
    this.#polling = this.#poll();
  }

  /** The poll under way is the last one. It is not aborted, because the messages it receives would stay invisible. */
  finish(): void {
    this.#last = true;
  }

  /** Asks for nothing more at once; batches under way go on until `settled`. */
  abort(): void {
    this.#aborted.abort();
  }

  async settled(): Promise<void> {
    await this.#polling;
    await Promise.all(this.#running);
  }

  /** For a queue that is about to be emptied: waits for the batches under way, and drops new ones. */
  async pause(): Promise<void> {
    this.#paused = true;
    await Promise.all(this.#running);
  }

  resume(): void {
    this.#paused = false;
  }

  async #poll(): Promise<void> {
    const { signal } = this.#aborted;
    while (!signal.aborted && !this.#last) {
      const batch = await this.#collect(signal);
      if (batch.length === 0 || this.#paused) continue;
      for (const messages of splitByPayload(batch)) await this.#begin(messages);
    }
  }

  async #begin(messages: readonly Message[]): Promise<void> {
    const running = this.#process(messages).finally(() => this.#running.delete(running));
    this.#running.add(running);
    if (this.#running.size >= this.concurrency) await Promise.race(this.#running);
    else if (messages.length < this.mapping.batchSize) await Promise.race([...this.#running, sleep(gatherMs)]);
  }

  /** A batch is full, or its window has passed since its first message. */
  async #collect(signal: AbortSignal): Promise<readonly Message[]> {
    const { batchSize, windowMs } = this.mapping;
    const first = await this.#receive(batchSize, longPollSeconds, signal);
    const batch = [...first];
    const deadline = Date.now() + windowMs;
    while (batch.length > 0 && batch.length < batchSize && Date.now() < deadline && !signal.aborted) {
      const waitSeconds = Math.min(longPollSeconds, Math.ceil((deadline - Date.now()) / 1000));
      batch.push(...(await this.#receive(batchSize - batch.length, waitSeconds, signal)));
    }
    return batch;
  }

  async #receive(max: number, waitSeconds: number, signal: AbortSignal): Promise<readonly Message[]> {
    try {
      return await this.ports.queue.receive(Math.min(max, maxReceive), waitSeconds, signal);
    } catch (error) {
      if (signal.aborted) return [];
      this.ports.onError(error);
      await sleep(pauseAfterErrorMs, undefined, { signal }).catch(() => undefined);
      return [];
    }
  }

  async #process(messages: readonly Message[]): Promise<void> {
    const comeBack = this.ports.queue.begin(messages);
    const result = await this.ports.invoke(sqsEvent(messages, this.mapping));
    if (result.status === 'function-error') this.ports.onFunctionError(messages, result);
    const done = doneMessages(messages, result, this.mapping.reportsBatchItemFailures);
    try {
      if (done.length > 0) await this.ports.queue.delete(done);
    } catch (error) {
      // They come again: delivery is at least once.
      this.ports.onError(error);
    }
    comeBack();
  }
}
