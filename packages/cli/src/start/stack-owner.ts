import type { DeadMessage, StackAccess } from '@vibes-callbacks/local-cloud';
import { type FoundOutcome, foundOutcomes } from '../commands/find/in-outcomes';
import { type Clients, createClients } from '../reads/clients';
import { queryOutcome } from '../reads/outcomes';
import { plainOutputs } from '../reads/plain-outputs';
import { dismissedNames, markDismissed } from '../reads/unrecognized';
import { changedMoCredentials, type MoCredentials, readRbmSecret, setMoCredentials, setRbmSecret } from './credentials';
import { findLedgerRow } from './inbox/ledger-row';
import { messageOf } from './inbox/message-of';
import { StackContentsReader } from './inbox/stack-contents';
import { startRedrive } from './redrive';

const neverInterrupted = new AbortController().signal;

/** What the start was given for the stack's secrets. */
export interface InitialSecrets {
  readonly credentials: Partial<MoCredentials>;
  readonly rbmSecret?: string;
  /** Called on every change of the MO user name or password. */
  onCredentials(credentials: MoCredentials): void;
}

/** What a person asks of the stack, and does to it, as its owner: its secrets, its ledger, its dead letters. */
export class StackOwner {
  /** What the stack's queues and tables hold. */
  readonly contents: StackContentsReader;
  #clients: Clients | undefined;

  constructor(private readonly access: StackAccess) {
    this.contents = new StackContentsReader(access);
  }

  /** Sets what the start was given, and reports each later change. */
  async begin(options: InitialSecrets): Promise<void> {
    this.access.aws.onSecretChange((change) => {
      const credentials = changedMoCredentials(this.access.deployment(), change);
      if (credentials !== undefined) options.onCredentials(credentials);
    });
    await this.setMoCredentials(options.credentials);
    if (options.rbmSecret !== undefined) await this.setRbmSecret(options.rbmSecret);
  }

  /** @returns those that are valid now; what is not given stays as it is */
  setMoCredentials(wanted: Partial<MoCredentials>): Promise<MoCredentials> {
    return setMoCredentials(this.access.deployment(), this.access.aws, wanted);
  }

  /** Undefined where the template checks no signature. */
  rbmSecret(): Promise<string | undefined> {
    return readRbmSecret(this.access.deployment(), this.access.aws);
  }

  setRbmSecret(secret: string): Promise<void> {
    return setRbmSecret(this.access.deployment(), this.access.aws, secret);
  }

  /** What the ledger has of an identity. */
  ledgerRow(identity: string | undefined): Promise<Readonly<Record<string, unknown>> | undefined> {
    const { LedgerTableName } = plainOutputs(this.access.deployment().outputs());
    return findLedgerRow(this.access.aws, LedgerTableName, identity);
  }

  /** What became of the message that an event is a receipt of; undefined where the stack keeps no outcomes. */
  async message(event: string | undefined): Promise<FoundOutcome | undefined> {
    const { OutcomesTableName } = plainOutputs(this.access.deployment().outputs());
    const key = event === undefined ? undefined : messageOf(event);
    if (OutcomesTableName === undefined || key === undefined) return undefined;
    const item = await queryOutcome(this.#context(), OutcomesTableName, key);
    return item && foundOutcomes([item])[0];
  }

  /** Which unrecognized callbacks were dismissed, by the names of their objects. */
  async dismissed(): Promise<ReadonlySet<string>> {
    const bucket = this.#bucket();
    return bucket === undefined ? new Set() : dismissedNames(this.#context(), bucket);
  }

  /** @param name of the objects of an unrecognized callback */
  async dismiss(name: string): Promise<void> {
    const bucket = this.#bucket();
    if (bucket !== undefined) await markDismissed(this.#context(), bucket, { name });
  }

  #bucket(): string | undefined {
    return plainOutputs(this.access.deployment().outputs()).BucketName;
  }

  #context() {
    const { endpoint, region, operator } = this.access.aws;
    this.#clients ??= createClients({ endpoint, region, credentials: operator, maxAttempts: 1 });
    return { clients: this.#clients, io: { now: Date.now, interrupted: neverInterrupted } };
  }

  /** Oldest first. Reading them receives none. */
  deadLetters(): readonly DeadMessage[] {
    return this.access.aws.deadLetters();
  }

  /** Dead letters go back to their queue. */
  redrive(): Promise<void> {
    return startRedrive(this.access.deployment(), this.access.aws);
  }
}
