import type { IncomingHttpHeaders } from 'node:http';
import type { Requirement } from '../iam/authorizer';
import type { Protocol, ServiceName } from './services';

/** One call of an SDK, as the server read it. */
export interface AwsCall {
  readonly service: ServiceName;
  readonly protocol: Protocol;
  /** `SendMessage` */
  readonly action: string;
  readonly method: string;
  /** Path and query. */
  readonly url: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
  /** The call's members, however its protocol writes them; empty for S3, whose call is in method and URL. */
  readonly input: Readonly<Record<string, unknown>>;
}

export interface Reply {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | Buffer;
}

/** Whether the caller's policies allow something more; some answers depend on it. */
export type Allows = (requirement: Requirement) => boolean;

/** Whose key a call was signed with. */
export interface Caller {
  readonly arn: string;
  readonly userId: string;
}

/** The emulation of one AWS service. */
export interface AwsService {
  /** The names of its actions, sorted. */
  readonly actions: readonly string[];
  /** What the caller's policies must allow. */
  requirements(call: AwsCall): readonly Requirement[];
  handle(call: AwsCall, allows: Allows, caller?: Caller): Promise<Reply>;
}
