import type { AccessKey } from '../aws/iam/caller';
import type { FunctionConfig } from './function-config';

export interface WorkerIdentity {
  readonly workerId: string;
  readonly credentials: AccessKey;
  readonly region: string;
  readonly awsEndpoint: string;
  /** `host:port/path`: where the worker's own Runtime API is. */
  readonly runtimeApi: string;
}

/**
 * The environment of a worker: the template's variables and the ones that Lambda sets, but none of the user's own. The
 * session token is the worker's id, so the AWS server can tell which worker called.
 */
export function workerEnvironment(config: FunctionConfig, identity: WorkerIdentity): Record<string, string> {
  const { PATH = '', HOME = '' } = process.env;
  return {
    PATH,
    HOME,
    LANG: 'en_US.UTF-8',
    TZ: ':UTC',
    ...config.environment,
    _HANDLER: config.handler,
    AWS_REGION: identity.region,
    AWS_DEFAULT_REGION: identity.region,
    AWS_ACCESS_KEY_ID: identity.credentials.accessKeyId,
    AWS_SECRET_ACCESS_KEY: identity.credentials.secretAccessKey,
    AWS_SESSION_TOKEN: identity.workerId,
    AWS_ENDPOINT_URL: identity.awsEndpoint,
    AWS_EC2_METADATA_DISABLED: 'true',
    AWS_EXECUTION_ENV: `AWS_Lambda_nodejs${process.versions.node.split('.')[0]}.x`,
    AWS_LAMBDA_FUNCTION_NAME: config.name,
    AWS_LAMBDA_FUNCTION_VERSION: '$LATEST',
    AWS_LAMBDA_FUNCTION_MEMORY_SIZE: String(config.memoryMb),
    AWS_LAMBDA_LOG_GROUP_NAME: `/aws/lambda/${config.name}`,
    AWS_LAMBDA_LOG_STREAM_NAME: identity.workerId,
    AWS_LAMBDA_INITIALIZATION_TYPE: 'on-demand',
    AWS_LAMBDA_RUNTIME_API: identity.runtimeApi,
    LAMBDA_TASK_ROOT: config.bundleDirectory,
  };
}
