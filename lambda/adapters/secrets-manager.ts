// What is used of the client, and no more: esbuild shakes a module that is imported on demand by its exports.
export {
  GetSecretValueCommand,
  ResourceNotFoundException,
  SecretsManagerClient,
} from '@aws-sdk/client-secrets-manager';
