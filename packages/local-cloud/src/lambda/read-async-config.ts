import type { Deployment } from '../template/deployment';
import { asRecord, numberOf, optionalText } from '../template/properties';

/** What Lambda does with an asynchronous invocation of a function. */
export interface AsyncConfig {
  /** Tries after the first. */
  readonly maxRetries: number;
  readonly maxAgeMs: number;
  readonly onSuccessArn?: string;
  readonly onFailureArn?: string;
  /** The function's own dead-letter queue or topic. */
  readonly deadLetterArn?: string;
}

/** The service's own: two retries within six hours. */
const defaults = { maxRetries: 2, maxAgeSeconds: 6 * 60 * 60 };

/** From the function's dead-letter setting, and its event invoke configuration where there is one. */
export function readAsyncConfig(deployment: Deployment, functionLogicalId: string, qualifier = '$LATEST'): AsyncConfig {
  const { properties, ref } = deployment.resource(functionLogicalId);
  const arn = deployment.attribute(functionLogicalId, 'Arn');
  const config = deployment
    .ofType('AWS::Lambda::EventInvokeConfig')
    .find(
      ({ properties: { FunctionName: name, Qualifier } }) => (name === ref || name === arn) && Qualifier === qualifier,
    );
  const { MaximumRetryAttempts, MaximumEventAgeInSeconds, DestinationConfig } = config?.properties ?? {};
  const destinations = asRecord(DestinationConfig);
  const onSuccessArn = optionalText(asRecord(destinations.OnSuccess).Destination);
  const onFailureArn = optionalText(asRecord(destinations.OnFailure).Destination);
  const deadLetterArn = optionalText(asRecord(properties.DeadLetterConfig).TargetArn);
  return {
    maxRetries: numberOf(MaximumRetryAttempts, defaults.maxRetries),
    maxAgeMs: numberOf(MaximumEventAgeInSeconds, defaults.maxAgeSeconds) * 1000,
    ...(onSuccessArn === undefined ? {} : { onSuccessArn }),
    ...(onFailureArn === undefined ? {} : { onFailureArn }),
    ...(deadLetterArn === undefined ? {} : { deadLetterArn }),
  };
}
