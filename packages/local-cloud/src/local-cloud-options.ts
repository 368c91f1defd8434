import type { CloudWatchOptions } from './aws/cloudwatch/cloudwatch';
import type { PublishedEvent } from './aws/events/published-event';
import type { Denial } from './aws/iam/caller';
import type { LocalAws, LocalState } from './aws/local-aws';
import type { DeliveryOutcome } from './delivery/delivery-outcome';
import type { ReceivedMessages } from './event-source/mappings';
import type { FunctionStatistics } from './lambda/function-pool';
import type { FunctionErrorResult } from './lambda/invocation';
import type { StackChoice } from './template/cloud-assembly';
import type { Deployment } from './template/deployment';
import type { WarmUpRequest } from './warm-up';

export interface LocalCloudOptions {
  readonly dataDir: string;
  /** Where callbacks are accepted, `http://127.0.0.1:<port>`: the stack's outputs name it. */
  readonly origin: string;
  /** A folder that `cdk synth` wrote. */
  readonly assemblyDirectory: string;
  /** Which of its stacks. */
  readonly chooseStack: StackChoice;
  /** Runs once AWS answers and before any function starts: the place to put secrets that functions read. */
  prepare?(access: StackAccess): Promise<void>;
  /** Requests that are sent before the cloud is ready, and leave no trace. @default - none */
  warmUpRequests?(access: StackAccess): Promise<readonly WarmUpRequest[]>;
  /** The event source mappings were given messages. */
  onReceive(received: ReceivedMessages): void;
  /** The invocation with these messages did not return: it crashed, ran out of memory or out of time. */
  onFunctionError(received: ReceivedMessages, error: FunctionErrorResult): void;
  /** A function wrote a line. @param logGroupName the log group of the function */
  onLine(line: string, logGroupName: string): void;
  readonly cloudwatch: CloudWatchOptions;
  onDenied(denial: Denial): void;
  onEvent(event: PublishedEvent): void;
  /** A delivery to a target of a rule made progress, or failed. */
  onDelivery(outcome: DeliveryOutcome): void;
  onError(error: unknown): void;
}

/** The running stack as its owner sees it: what was deployed, and AWS with the owner's credentials. */
export interface StackAccess {
  /** The current one: a deployment may replace it. */
  deployment(): Deployment;
  readonly aws: Pick<
    LocalAws,
    'deadLetters' | 'endpoint' | 'grants' | 'messages' | 'onSecretChange' | 'operator' | 'queueGauges' | 'region'
  >;
}

export interface CloudState extends LocalState {
  readonly functions: Readonly<Record<string, FunctionStatistics>>;
  /** Events on their way to the targets of rules. */
  readonly deliveries: { readonly underWay: number };
}
