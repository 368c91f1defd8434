import type { RemovalPolicy } from 'aws-cdk-lib';
import { Grant, type IGrantable } from 'aws-cdk-lib/aws-iam';
import { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import { Construct } from 'constructs';

export interface IdentityKeyProps {
  readonly removalPolicy: RemovalPolicy;
}

/**
 * What the hashes in identities are made with (docs/decisions/0023-identity-key.md). Its value stays as it was generated:
 * with another key, a repeat of what was published before is not known as one.
 */
export class IdentityKey extends Construct {
  readonly secretArn: string;

  constructor(scope: Construct, id: string, { removalPolicy }: IdentityKeyProps) {
    super(scope, id);
    const secret = new Secret(this, 'Default', {
      description: 'Hashes phone numbers in the ids of callbacks: never change it, or repeats are published again',
      generateSecretString: { passwordLength: 64, excludePunctuation: true },
      removalPolicy,
    });
    this.secretArn = secret.secretArn;
  }

  /** The current version alone. */
  allowRead(grantee: IGrantable): void {
    Grant.addToPrincipal({
      grantee,
      actions: ['secretsmanager:GetSecretValue'],
      resourceArns: [this.secretArn],
      conditions: { 'ForAnyValue:StringEquals': { 'secretsmanager:VersionStage': 'AWSCURRENT' } },
    }).assertSuccess();
  }
}
