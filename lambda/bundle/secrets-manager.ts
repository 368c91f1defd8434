// All of the client that ingest's bundle contains (lib/bundle-function.ts).
export {
  GetSecretValueCommand,
  ResourceNotFoundException,
  SecretsManagerClient,
} from '@aws-sdk/client-secrets-manager';
