import { Validations } from 'aws-cdk-lib';
import type { Construct } from 'constructs';

/** cdk-nag's rules for an API that we do not follow, and why. */
export function acknowledgeApiRules(scope: Construct): void {
  const noAccountRole = 'API Gateway writes logs only with a role that is a setting of the whole account.';
  Validations.of(scope).acknowledge(
    {
      id: 'AwsSolutions-APIG1',
      reason: `${noAccountRole} Each function logs every outcome, and accessLogs adds what reaches none.`,
    },
    { id: 'AwsSolutions-APIG2', reason: 'A validator would answer 4XX and lose callbacks: every body is kept.' },
    { id: 'AwsSolutions-APIG3', reason: 'The resource policy lets in the addresses of Vibes only; a WAF adds a fee.' },
    { id: 'AwsSolutions-APIG4', reason: 'Vibes supports Basic Auth at most: the ingest function checks it.' },
    { id: 'AwsSolutions-APIG6', reason: `${noAccountRole} Each function logs every outcome.` },
    {
      id: 'AwsSolutions-COG4',
      reason: 'Vibes supports no Cognito user pool: it authenticates by its address, and by Basic Auth at most.',
    },
  );
}
