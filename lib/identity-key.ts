import type { RemovalPolicy } from 'aws-cdk-lib';
import { Grant, type IGrantable } from 'aws-cdk-lib/aws-iam';
import { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import { Construct } from 'constructs';

export interface IdentityKeyProps {
  readonly removalPolicy: RemovalPolicy;
}

/**
 * The key for the hashes in identities (docs/decisions/0023-identity-key.md). It keeps its generated value: with
 * another key, repeats of earlier callbacks would not be recognized.
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

  /** Allows reading the current version only. */
  allowRead(grantee: IGrantable): void {
    Grant.addToPrincipal({
      grantee,
      actions: ['secretsmanager:GetSecretValue'],
      resourceArns: [this.secretArn],
      conditions: { 'ForAnyValue:StringEquals': { 'secretsmanager:VersionStage': 'AWSCURRENT' } },
    }).assertSuccess();
  }
}
