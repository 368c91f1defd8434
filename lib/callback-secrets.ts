import { type RemovalPolicy, Validations } from 'aws-cdk-lib';
import { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import { Construct } from 'constructs';
import { IdentityKey } from './identity-key';

/** A secret of this stack or of another. */
export interface SecretReference {
  readonly secretArn: string;
}

/**
 * Must never change: for another text, CloudFormation would generate another password. `moUserName` is accepted beside
 * it.
 */
const generated = { username: 'vibes' };

export interface CallbackSecretsProps {
  /** `create`, or the complete ARN of a secret. If absent, RBM signatures are not checked. */
  readonly rbmSecret: string | undefined;
  readonly removalPolicy: RemovalPolicy;
}

/** What callers authenticate with: the MO route's user name and password, and the RBM secret. */
export class CallbackSecrets extends Construct {
  readonly mo: SecretReference;
  readonly rbm: SecretReference | undefined;
  /** The key for the hashes in identities. */
  readonly identityKey: IdentityKey;

  constructor(scope: Construct, id: string, props: CallbackSecretsProps) {
    super(scope, id);
    const { removalPolicy } = props;
    this.mo = new Secret(this, 'Mo', {
      description: 'User name and password that Vibes sends with MO messages',
      generateSecretString: {
        secretStringTemplate: JSON.stringify(generated),
        generateStringKey: 'password',
        passwordLength: 40,
        excludePunctuation: true,
      },
      removalPolicy,
    });
    this.rbm = this.rbmSecret(props);
    this.identityKey = new IdentityKey(this, 'IdentityKey', { removalPolicy });
    Validations.of(this).acknowledge({
      id: 'AwsSolutions-SMG4',
      reason:
        'A person tells Vibes the new password: the runbook rotates it, and the previous version is still accepted. With another identity key, repeats would not be known as such.',
    });
  }

  /**
   * Created whether it is used or not: leaving the setting out once must not cost the secret that was agreed with
   * Vibes.
   */
  private rbmSecret({ rbmSecret, removalPolicy }: CallbackSecretsProps): SecretReference | undefined {
    if (rbmSecret !== undefined && rbmSecret !== 'create') return Secret.fromSecretCompleteArn(this, 'Rbm', rbmSecret);
    const secret = new Secret(this, 'Rbm', {
      description: 'Secret that signs RBM callbacks: replace the generated value by the one agreed with Vibes',
      generateSecretString: {
        secretStringTemplate: '{}',
        generateStringKey: 'secret',
        passwordLength: 64,
        excludePunctuation: true,
      },
      removalPolicy,
    });
    return rbmSecret === 'create' ? secret : undefined;
  }
}
