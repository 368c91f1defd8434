// What ingest uses of the client: the module that lib/service-function.ts bundles apart.
export {
  GetSecretValueCommand,
  ResourceNotFoundException,
  SecretsManagerClient,
} from '@aws-sdk/client-secrets-manager';
