import { type RemovalPolicy, Validations } from 'aws-cdk-lib';
import { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import { Construct } from 'constructs';
import { IdentityKey } from './identity-key';

/** A secret of this stack or of another. */
export interface SecretReference {
  readonly secretArn: string;
}

/** Never changes: for another text CloudFormation would generate another password. `moUserName` passes beside it. */
const generated = { username: 'vibes' };

export interface CallbackSecretsProps {
  /** `create`, the complete ARN of a secret, or nothing: RBM signatures are not checked then. */
  readonly rbmSecret: string | undefined;
  readonly removalPolicy: RemovalPolicy;
}

/** What callers authenticate with: the MO route's user name and password, and the RBM secret. */
export class CallbackSecrets extends Construct {
  readonly mo: SecretReference;
  readonly rbm: SecretReference | undefined;
  /** What the hashes in identities are made with. */
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

  /** Made whether it is used or not: leaving the setting out once must not cost the secret that was agreed with Vibes. */
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
