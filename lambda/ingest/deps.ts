import type { APIGatewayProxyEvent } from 'aws-lambda';
import type { AskedProof } from '../shared/envelope';
import { errorCode } from '../shared/error-code';
import { type LogLine, writeLog } from '../shared/log';
import type { MetricName } from '../shared/metric-names';
import { createMetrics } from '../shared/metrics';
import { createCallbackQueue } from './aws/callback-queue';
import { createOverflowStore } from './aws/overflow-store';
import { createSecretVersions } from './aws/secret-versions';
import type { Credentials } from './basic-auth';
import type { IngestEnv } from './env';
import { type Parsed, parseMoSecret, parseRbmSecret } from './parse-secrets';
import type { EnvelopeQueue, OverflowStore, Verifier } from './ports';
import { createSecretVerifier, DamagedSecretError } from './secret-verifier';

type CountedRequest = Pick<APIGatewayProxyEvent['requestContext'], 'requestTimeEpoch' | 'stage'>;

export interface IngestDeps {
  readonly queue: EnvelopeQueue;
  readonly overflow: OverflowStore;
  readonly moSecret: Verifier<Credentials>;
  /** Accepted with the secret's password, as is the user name in the secret. */
  readonly moUserName: string;
  /** Null if RBM signatures are not checked. */
  readonly rbmSecret: Verifier<string> | null;
  /** Empty if no client certificate is expected. */
  readonly certificateCn: string;
  /** Stored with each callback, so that what it must prove does not change while it waits. */
  readonly asked: AskedProof;
  log(line: LogLine): void;
  count(metric: MetricName): void;
  /** Counts a request that API Gateway also counts: in all, and for its stage. */
  countRequest(metric: MetricName, request: CountedRequest): void;
  /** Counts an MO message that came with this version's password. */
  countSecretVersion(versionId: string): void;
  now(): number;
}

export function createDeps(env: IngestEnv, now: () => number = Date.now): IngestDeps {
  const metrics = createMetrics(env.METRIC_SCOPE);
  const verifier = <Secret>(arn: string, parse: (text: string) => Parsed<Secret>): Verifier<Secret> =>
    createSecretVerifier(createSecretVersions(arn), parse, now, (error) => {
      const isDamaged = error instanceof DamagedSecretError;
      const cause = isDamaged ? error.damage : errorCode(error);
      writeLog({ code: 'SecretReadFailed', level: 'warn', secret: arn, cause });
      // Vibes may continue with the previous password without any failure, but the alarm must fire.
      if (isDamaged) metrics.count('SecretUnreadable');
    });
  return {
    queue: createCallbackQueue(env.QUEUE_URL),
    overflow: createOverflowStore(env.OVERFLOW_BUCKET),
    moSecret: verifier(env.MO_SECRET_ARN, parseMoSecret),
    moUserName: env.MO_USER_NAME,
    rbmSecret: env.RBM_SECRET_ARN === '' ? null : verifier(env.RBM_SECRET_ARN, parseRbmSecret),
    certificateCn: env.CLIENT_CERTIFICATE_CN,
    asked: { signature: env.RBM_SECRET_ARN !== '', certificate: env.REQUIRE_CERTIFICATE === 'true' },
    log: writeLog,
    count: (metric) => metrics.count(metric),
    countRequest: (metric, { requestTimeEpoch, stage: Stage }) => {
      metrics.countRequest(metric, requestTimeEpoch);
      metrics.countRequest(metric, requestTimeEpoch, { Stage });
    },
    countSecretVersion: (SecretVersion) => metrics.count('MoAuthenticated', { SecretVersion }),
    now,
  };
}
