import type { MoCredentials } from '../../cli/src/start/credentials';
import type { CloudWatchOptions } from './aws/cloudwatch/cloudwatch';
import type { PublishedEvent } from './aws/events/published-event';
import type { Denial } from './aws/iam/caller';
import type { LocalState } from './aws/local-aws';
import type { DeliveryOutcome } from './delivery/delivery-outcome';
import type { ReceivedMessages } from './event-source/mappings';
import type { FunctionStatistics } from './lambda/function-statistics';
import type { FunctionErrorResult } from './lambda/invocation';
import type { StackChoice } from './template/cloud-assembly';

export interface LocalCloudOptions {
  readonly dataDir: string;
  /** Where callbacks are accepted, `http://127.0.0.1:<port>`: the stack's outputs name it. */
  readonly origin: string;
  /** A folder that `cdk synth` wrote. */
  readonly assemblyDirectory: string;
  /** Which of its stacks. */
  readonly chooseStack: StackChoice;
  readonly credentials: Partial<MoCredentials>;
  readonly rbmSecret?: string;
  /** Another password or user name for MO messages, whoever put it. */
  onCredentials(credentials: MoCredentials): void;
  /** The event source mappings were given messages. */
  onReceive(received: ReceivedMessages): void;
  /** The invocation with these messages did not return: it crashed, ran out of memory or out of time. */
  onFunctionError(received: ReceivedMessages, error: FunctionErrorResult): void;
  /** @param isOfCallbacks ingest or the consumer wrote the line, and no other function */
  onLine(line: string, isOfCallbacks: boolean): void;
  readonly cloudwatch: CloudWatchOptions;
  onDenied(denial: Denial): void;
  onEvent(event: PublishedEvent): void;
  /** An event came nearer to a target of a rule, or did not. */
  onDelivery(outcome: DeliveryOutcome): void;
  onError(error: unknown): void;
}

export interface CloudState extends LocalState {
  readonly functions: Readonly<Record<string, FunctionStatistics>>;
  /** Events on their way to the targets of rules. */
  readonly deliveries: { readonly underWay: number };
}
