import { Duration, type RemovalPolicy } from 'aws-cdk-lib';
import { CfnAuthorizer, type IAuthorizer, RequestAuthorizer } from 'aws-cdk-lib/aws-apigateway';
import type { Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import { Construct } from 'constructs';
import type { ChallengeEnv } from '../lambda/challenge/env';
import { ServiceFunction } from './service-function';

export interface MoChallengeProps {
  readonly metricScope: string;
  readonly logRetentionDays: number;
  readonly removalPolicy: RemovalPolicy;
}

/**
 * Answers an MO without credentials with a 401 and its challenge, which clients wait for. A request validator would do
 * it without a function, but it takes header names as they are spelled (decision 0015).
 */
export class MoChallenge extends Construct {
  readonly authorizer: IAuthorizer;
  readonly function: LambdaFunction;

  constructor(scope: Construct, id: string, props: MoChallengeProps) {
    super(scope, id);
    const service = new ServiceFunction<ChallengeEnv>(this, 'Service', {
      entry: 'challenge',
      description: 'Asks a caller of the MO route for credentials',
      // It answers in some ms. After a crash Lambda starts it again within a call, with 0.14 of a core, and counts that: with
      // less time it might never come up again (decision 0010).
      timeout: Duration.seconds(3),
      memorySizeMb: 256,
      logRetention: props.logRetentionDays,
      removalPolicy: props.removalPolicy,
      environment: { METRIC_SCOPE: props.metricScope },
    });
    this.function = service.function;
    const authorizer = new RequestAuthorizer(this, 'Authorizer', {
      handler: service.function,
      // None: a source that is named is looked for in its own spelling alone, and without it nothing is asked.
      identitySources: [],
      resultsCacheTtl: Duration.seconds(0),
    });
    // CDK writes an empty text, which is no source either, but is no value that the service documents.
    const { defaultChild } = authorizer.node;
    if (defaultChild instanceof CfnAuthorizer) defaultChild.addPropertyDeletionOverride('IdentitySource');
    this.authorizer = authorizer;
  }
}
