// In place of `@aws-sdk/client-secrets-manager`: one text that serves as the MO secret and as the RBM secret.
export class ResourceNotFoundException extends Error {}

export class GetSecretValueCommand {
  constructor(readonly input: object) {}
}

export class SecretsManagerClient {
  async send(_command: GetSecretValueCommand): Promise<{ readonly SecretString: string }> {
    return { SecretString: '{"username":"vibes","password":"password","secret":"rbm-secret"}' };
  }
}
