import type { DeadMessage, Deployment, GrantCount, LocalAws, LocalCloudOptions } from '@vibes-callbacks/local-cloud';
import { changedMoCredentials, type MoCredentials, readRbmSecret, setMoCredentials, setRbmSecret } from './credentials';
import { findLedgerRow } from './inbox/ledger-row';
import { startRedrive } from './redrive';

type Aws = Pick<LocalAws, 'deadLetters' | 'endpoint' | 'grants' | 'operator' | 'onSecretChange' | 'region'>;

/** What a person asks of the stack, and does to it, as its owner: its secrets, its ledger, its dead letters. */
export class StackOwner {
  constructor(
    private readonly deployment: () => Deployment,
    private readonly aws: Aws,
  ) {}

  /** Sets what the start was given, and tells of each change from then on, whoever makes it. */
  async begin(options: Pick<LocalCloudOptions, 'credentials' | 'rbmSecret' | 'onCredentials'>): Promise<void> {
    this.aws.onSecretChange((change) => {
      const credentials = changedMoCredentials(this.deployment(), change);
      if (credentials !== undefined) options.onCredentials(credentials);
    });
    await this.setMoCredentials(options.credentials);
    if (options.rbmSecret !== undefined) await this.setRbmSecret(options.rbmSecret);
  }

  /** @returns those that are good now; what is not wanted otherwise stays */
  setMoCredentials(wanted: Partial<MoCredentials>): Promise<MoCredentials> {
    return setMoCredentials(this.deployment(), this.aws, wanted);
  }

  /** Undefined where the template checks no signature. */
  rbmSecret(): Promise<string | undefined> {
    return readRbmSecret(this.deployment(), this.aws);
  }

  setRbmSecret(secret: string): Promise<void> {
    return setRbmSecret(this.deployment(), this.aws, secret);
  }
  /** What the ledger has of an identity. */
  ledgerRow(identity: string | undefined): Promise<Readonly<Record<string, unknown>> | undefined> {
    return findLedgerRow(this.aws, this.deployment().outputs().LedgerTableName, identity);
  }

  /** The oldest first; none of them is received by this. */
  deadLetters(): readonly DeadMessage[] {
    return this.aws.deadLetters();
  }

  /** How often each grant of the template was needed. */
  grants(): readonly GrantCount[] {
    return this.aws.grants();
  }

  /** Dead letters go back to their queue. */
  redrive(): Promise<void> {
    return startRedrive(this.deployment(), this.aws);
  }
}
