import type { X509Certificate } from 'node:crypto';

/** The service's limit for a request's body. */
export const maxBodyBytes = 10 * 1024 * 1024;

/** One HTTP request as the server read it. */
export interface GatewayRequest {
  /** A caller may choose it, by the header `x-amzn-RequestId`. */
  readonly requestId: string;
  /** The gateway's own, `x-amz-apigw-id`. */
  readonly extendedRequestId: string;
  readonly method: string;
  /** Absent: the API's own. */
  readonly stageName?: string;
  /** Percent-encoded as it came, without the stage: `/sms/mo`. */
  readonly path: string;
  /** Without the question mark; empty if there is none. */
  readonly query: string;
  /** Name, value, name, value … as they came. */
  readonly rawHeaders: readonly string[];
  readonly body: Buffer;
  readonly sourceIp: string;
  /** What a caller of a domain with mutual TLS presented. */
  readonly certificate?: X509Certificate;
}
