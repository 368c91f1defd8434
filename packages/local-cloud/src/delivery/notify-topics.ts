import { type AlarmChange, alarmMessage } from '../aws/cloudwatch/alarms/alarm-message';
import type { Deployment } from '../template/deployment';
import { DeliveryFailure, type Send } from './message';

export interface NotifierParts {
  readonly deployment: Deployment;
  readonly send: Send;
  /** Waiting ends: the local cloud stops. */
  readonly signal: AbortSignal;
  /** A topic refused it, for example because its policy does not allow CloudWatch. */
  onError(error: unknown): void;
}

/**
 * What CloudWatch does when an alarm changes: it publishes to the topics that the alarm names for its new state. Topics
 * outside the stack are ignored.
 */
export function createNotifier({ deployment, send, signal, onError }: NotifierParts) {
  const topics = new Set(deployment.ofType('AWS::SNS::Topic').map(({ ref }) => ref));
  return async (changes: readonly AlarmChange[]): Promise<void> => {
    for (const change of changes) {
      const { alarm, to } = change;
      const body = JSON.stringify(alarmMessage(change, deployment));
      const from = { service: 'cloudwatch.amazonaws.com', sourceArn: alarm.arn };
      const wanted = alarm.actionsEnabled ? alarm.actions[to].filter((action) => topics.has(action)) : [];
      for (const topic of wanted) {
        await send({ to: topic, body, from }, { signal }).catch((error: unknown) => {
          if (!(error instanceof DeliveryFailure)) throw error;
          onError(new Error(`The alarm ${alarm.name} could not be published to ${topic}: ${error.message}`));
        });
      }
    }
  };
}
