/** How long and how often a client may try. */
export interface CallLimits {
  /** 1 means no retry by the SDK. */
  readonly maxAttempts: number;
  readonly connectTimeoutMs: number;
  /** For the whole request and its answer. */
  readonly requestTimeoutMs: number;
}

export type Environment = Readonly<Record<string, string | undefined>>;

/**
 * Options for every AWS SDK client. Each option that the SDK would otherwise look up in `~/.aws` is set here, and the
 * credentials are the function's own, so nothing is read from disk between the start and the first request.
 */
export function clientOptions(limits: CallLimits, environment: Environment = process.env) {
  return {
    ...(environment.AWS_REGION === undefined ? {} : { region: environment.AWS_REGION }),
    ...endpointOption(environment),
    ...credentialsOption(environment),
    maxAttempts: limits.maxAttempts,
    retryMode: 'standard',
    defaultsMode: 'standard',
    useDualstackEndpoint: false,
    useFipsEndpoint: false,
    authSchemePreference: async (): Promise<string[]> => [],
    userAgentAppId: async () => undefined,
    disableClockSkewCorrection: false,
    requestHandler: {
      connectionTimeout: limits.connectTimeoutMs,
      requestTimeout: limits.requestTimeoutMs,
      throwOnRequestTimeout: true,
      httpAgent: { keepAlive: true },
      httpsAgent: { keepAlive: true },
    },
  } as const;
}

/** Like `clientOptions`, plus what only S3 would look up. */
export function s3ClientOptions(limits: CallLimits, environment: Environment = process.env) {
  return {
    ...clientOptions(limits, environment),
    requestChecksumCalculation: 'WHEN_REQUIRED',
    responseChecksumValidation: 'WHEN_REQUIRED',
    disableS3ExpressSessionAuth: true,
    useArnRegion: false,
    // A bucket's name before a local endpoint's host does not resolve.
    forcePathStyle: environment.AWS_ENDPOINT_URL !== undefined,
  } as const;
}

/**
 * `AWS_ENDPOINT_URL` applies to every client (the local cloud sets it). Without it, no configuration file is searched
 * for one.
 */
function endpointOption({ AWS_ENDPOINT_URL: endpoint }: Environment) {
  return endpoint === undefined ? { ignoreConfiguredEndpointUrls: true } : { endpoint };
}

/** Lambda provides a role's credentials in the environment; anywhere else the SDK's own chain finds them. */
function credentialsOption(environment: Environment) {
  const { AWS_ACCESS_KEY_ID: accessKeyId, AWS_SECRET_ACCESS_KEY: secretAccessKey } = environment;
  if (accessKeyId === undefined || secretAccessKey === undefined) return {};
  const { AWS_SESSION_TOKEN: sessionToken } = environment;
  return { credentials: { accessKeyId, secretAccessKey, ...(sessionToken === undefined ? {} : { sessionToken }) } };
}
