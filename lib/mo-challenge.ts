import { Duration, type RemovalPolicy } from 'aws-cdk-lib';
import { CfnAuthorizer, type IAuthorizer, RequestAuthorizer } from 'aws-cdk-lib/aws-apigateway';
import type { Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import { Construct } from 'constructs';
import type { ChallengeEnv } from '../lambda/challenge/env';
import { ServiceFunction } from './service-function';

export interface MoChallengeProps {
  readonly metricScope: string;
  /** Whether it serves more than one stage, so that its calls must be counted by stage. */
  readonly countPassed: boolean;
  readonly logRetentionDays: number;
  readonly removalPolicy: RemovalPolicy;
}

/**
 * Answers MO messages without credentials with a 401 and a challenge, which some clients wait for. A request validator
 * could do it without a function, but it matches header names in one spelling only (decision 0015).
 */
export class MoChallenge extends Construct {
  readonly authorizer: IAuthorizer;
  readonly function: LambdaFunction;

  constructor(scope: Construct, id: string, props: MoChallengeProps) {
    super(scope, id);
    const service = new ServiceFunction<ChallengeEnv>(this, 'Service', {
      entry: 'challenge',
      description: 'Asks a caller of the MO route for credentials',
      // It answers within milliseconds. After a crash, Lambda restarts it within the next call, with 0.14 of a core,
      // and that time counts: with less it might never come up again (decision 0010).
      timeout: Duration.seconds(3),
      memorySizeMb: 256,
      logRetention: props.logRetentionDays,
      removalPolicy: props.removalPolicy,
      environment: { METRIC_SCOPE: props.metricScope, COUNT_PASSED: String(props.countPassed) },
    });
    this.function = service.function;
    const authorizer = new RequestAuthorizer(this, 'Authorizer', {
      handler: service.function,
      // None: the gateway looks for a named source in that spelling only, and without it does not call the authorizer.
      identitySources: [],
      resultsCacheTtl: Duration.seconds(0),
    });
    // CDK writes an empty string, which is not a value that the service documents.
    const { defaultChild } = authorizer.node;
    if (defaultChild instanceof CfnAuthorizer) defaultChild.addPropertyDeletionOverride('IdentitySource');
    this.authorizer = authorizer;
  }
}
