// All that ingest's bundle has of the client (lib/bundle-function.ts); what is not here is not there.
export {
  GetSecretValueCommand,
  ResourceNotFoundException,
  SecretsManagerClient,
} from '@aws-sdk/client-secrets-manager';
