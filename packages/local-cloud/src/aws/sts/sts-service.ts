import { LocalCloudError } from '../../base/local-cloud-error';
import type { Deployment } from '../../template/deployment';
import { compilePolicy, type Statement } from '../iam/statement';
import { AwsError } from '../protocols/aws-error';
import type { AwsService } from '../protocols/call';
import { createService, type Input } from '../protocols/create-service';
import type { Callers } from '../server/callers';

const defaultSeconds = 43_200;

/** STS: who calls, and credentials that a policy document restricts. */
export function createStsService({ accountId }: Deployment, callers: Callers): AwsService {
  return createService('sts', {
    // Needs no permission (API reference, GetCallerIdentity).
    GetCallerIdentity: {
      requires: () => [],
      answer: (_input, { arn, userId }) => ({ UserId: userId, Account: accountId, Arn: arn }),
    },
    GetFederationToken: {
      requires: (input) => [
        {
          action: 'sts:GetFederationToken',
          resource: `arn:aws:sts::${accountId}:federated-user/${String(input.Name)}`,
        },
      ],
      answer: (input) => getFederationToken(input, callers),
    },
  });
}

/** As in the cloud: without a policy the credentials may do nothing. */
function getFederationToken(input: Input, callers: Callers): unknown {
  const { Name: name, Policy: policy, DurationSeconds: seconds = defaultSeconds } = input;
  if (typeof name !== 'string' || !/^[\w+=,.@-]{2,32}$/.test(name)) {
    throw new AwsError('ValidationError', 'Name must have 2 to 32 letters, digits or characters of _+=,.@-');
  }
  const expiresAt = new Date(Date.now() + Number(seconds) * 1000);
  if (!(Number(seconds) >= 900 && Number(seconds) <= 129_600)) {
    throw new AwsError('ValidationError', 'DurationSeconds must be a number from 900 to 129600.');
  }
  const guest = callers.invite({ name, statements: readPolicy(policy), expiresAt });
  return {
    Credentials: {
      AccessKeyId: guest.accessKeyId,
      SecretAccessKey: guest.secretAccessKey,
      SessionToken: guest.sessionToken,
      Expiration: expiresAt,
    },
    FederatedUser: { FederatedUserId: guest.userId, Arn: guest.arn },
    PackedPolicySize: 1,
  };
}

function readPolicy(policy: unknown): readonly Statement[] {
  if (policy === undefined) return [];
  try {
    return compilePolicy(JSON.parse(String(policy)), 'the session policy');
  } catch (error) {
    const reason = error instanceof LocalCloudError ? error.message : 'It is not JSON.';
    throw new AwsError('MalformedPolicyDocument', `The policy cannot be used. ${reason}`);
  }
}
