import type { IncomingHttpHeaders } from 'node:http';
import type { Requirement } from './iam/authorizer';

export const serviceNames = ['sqs', 'dynamodb', 's3', 'events', 'secretsmanager'] as const;
export type ServiceName = (typeof serviceNames)[number];

/** One call of an SDK, as the server read it. */
export interface AwsCall {
  readonly service: ServiceName;
  /** `SendMessage` */
  readonly action: string;
  readonly method: string;
  /** Path and query. */
  readonly url: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
  /** The JSON of the body; empty for S3, whose call is in method and URL. */
  readonly input: Readonly<Record<string, unknown>>;
}

export interface Reply {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | Buffer;
}

/** Whether the caller's policies allow something more; some answers depend on it. */
export type Allows = (requirement: Requirement) => boolean;

/** What stands in for one service of AWS. */
export interface AwsService {
  /** What the caller's policies must allow. */
  requirements(call: AwsCall): readonly Requirement[];
  handle(call: AwsCall, allows: Allows): Promise<Reply>;
}
