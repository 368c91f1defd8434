/**
 * The protocol of a call and its answer: S3 has its own XML, `query` is a form answered in XML, `cbor` is Smithy's RPC v2,
 * which a header names.
 */
export type Protocol = 'json' | 'query' | 'cbor' | 'rest-json' | 's3';

/** Errors that every service has, each under its own name and status. */
export type CommonError =
  | 'denied'
  | 'unknown-key'
  | 'bad-signature'
  | 'failure'
  | 'throttled'
  | 'unknown-action'
  | 'malformed';

type Errors = Readonly<Record<CommonError, readonly [code: string, status: number]>>;

/** How the clients of a service write its calls and read its answers (its Smithy model). */
interface ServiceFacts {
  /** In the signature. @default the name here */
  readonly signingName?: string;
  /** The protocol of a call whose headers name no other. */
  readonly protocol: Exclude<Protocol, 'cbor'>;
  /** @default application/x-amz-json-1.1 */
  readonly jsonType?: string;
  /** Of the `x-amz-target` of its actions. */
  readonly target?: string;
  /** The namespace of its XML. */
  readonly namespace?: string;
  /** It used the query protocol before: clients read the error's code from a header. */
  readonly hadQuery?: true;
  /**
   * The largest body, so that no caller fills this process's memory. SQS and EventBridge take 1 MiB of content, which
   * JSON may escape to six times as much; DynamoDB takes 16 MB of items; for S3 it is what the emulator takes.
   * @default 2 MiB
   */
  readonly maxBodyBytes?: number;
  readonly errors: Errors;
}

const MiB = 1024 * 1024;
const json10 = 'application/x-amz-json-1.0';

const jsonErrors: Errors = {
  denied: ['AccessDeniedException', 400],
  'unknown-key': ['UnrecognizedClientException', 400],
  'bad-signature': ['InvalidSignatureException', 400],
  failure: ['InternalFailure', 500],
  throttled: ['ThrottlingException', 400],
  'unknown-action': ['UnknownOperationException', 400],
  malformed: ['SerializationException', 400],
};

const queryErrors: Errors = {
  denied: ['AccessDenied', 403],
  'unknown-key': ['InvalidClientTokenId', 403],
  'bad-signature': ['SignatureDoesNotMatch', 403],
  failure: ['InternalFailure', 500],
  throttled: ['Throttling', 400],
  'unknown-action': ['InvalidAction', 400],
  malformed: ['MalformedQueryString', 400],
};

const rest = {
  protocol: 'rest-json',
  jsonType: 'application/json',
  errors: {
    ...jsonErrors,
    denied: ['AccessDeniedException', 403],
    'unknown-key': ['UnrecognizedClientException', 403],
    'bad-signature': ['InvalidSignatureException', 403],
    throttled: ['TooManyRequestsException', 429],
    'unknown-action': ['UnknownOperationException', 404],
  },
} as const satisfies ServiceFacts;

const query = { protocol: 'query', errors: queryErrors } as const satisfies ServiceFacts;

const table = {
  sqs: {
    protocol: 'json',
    jsonType: json10,
    target: 'AmazonSQS',
    hadQuery: true,
    maxBodyBytes: 8 * MiB,
    errors: {
      ...jsonErrors,
      denied: ['AccessDenied', 403],
      'unknown-key': ['InvalidClientTokenId', 403],
      'bad-signature': ['SignatureDoesNotMatch', 403],
      throttled: ['RequestThrottled', 403],
    },
  },
  dynamodb: {
    protocol: 'json',
    jsonType: json10,
    target: 'DynamoDB_20120810',
    maxBodyBytes: 16 * MiB,
    errors: {
      ...jsonErrors,
      failure: ['InternalServerError', 500],
      throttled: ['ProvisionedThroughputExceededException', 400],
    },
  },
  s3: {
    protocol: 's3',
    maxBodyBytes: 11 * MiB,
    errors: {
      denied: ['AccessDenied', 403],
      'unknown-key': ['InvalidAccessKeyId', 403],
      'bad-signature': ['SignatureDoesNotMatch', 403],
      failure: ['InternalError', 500],
      throttled: ['SlowDown', 503],
      'unknown-action': ['NotImplemented', 501],
      malformed: ['InvalidRequest', 400],
    },
  },
  events: {
    protocol: 'json',
    maxBodyBytes: 8 * MiB,
    errors: { ...jsonErrors, failure: ['InternalException', 500] },
  },
  secretsmanager: {
    protocol: 'json',
    target: 'secretsmanager',
    errors: { ...jsonErrors, failure: ['InternalServiceError', 500] },
  },
  logs: { protocol: 'json', errors: jsonErrors },
  cloudformation: { ...query, namespace: 'http://cloudformation.amazonaws.com/doc/2010-05-15/' },
  cloudwatch: {
    ...query,
    signingName: 'monitoring',
    jsonType: json10,
    namespace: 'http://monitoring.amazonaws.com/doc/2010-08-01/',
    hadQuery: true,
  },
  sns: { ...query, namespace: 'http://sns.amazonaws.com/doc/2010-03-31/' },
  sts: { ...query, namespace: 'https://sts.amazonaws.com/doc/2011-06-15/' },
  lambda: rest,
  apigateway: rest,
} as const satisfies Readonly<Record<string, ServiceFacts>>;

export type ServiceName = keyof typeof table;

export const services: Readonly<Record<ServiceName, ServiceFacts>> = table;

/** Undefined for a service that does not run here. */
export function serviceSignedAs(signingName: string): ServiceName | undefined {
  const names = Object.keys(table) as ServiceName[];
  return names.find((name) => (services[name].signingName ?? name) === signingName);
}
