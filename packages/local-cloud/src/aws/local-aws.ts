import type { Fault } from '../faults/fault';
import type { PublishedEvent } from './events/published-event';
import type { Rule } from './events/rules/rule';
import type { Authorizer } from './iam/authorizer';
import type { AccessKey, Denial } from './iam/caller';
import type { GrantCount } from './iam/grant-use';
import type { AwsService } from './protocols/call';
import type { ServiceName } from './protocols/services';
import type { SecretChange } from './secrets/secret-store';
import type { WarmUpCalls } from './server/warm-up-calls';
import type { HiddenMessages } from './sqs/hidden-messages';
import type { QueueGauge } from './sqs/queue-gauges';
import type { DeadMessage, QueuedMessage } from './sqs/queues';

/** Everything behind the AWS SDK: one HTTP server over the emulators, which knows a caller's role by its access key. */
export interface LocalAws {
  /** `http://127.0.0.1:<port>`: the endpoint of every service's client. */
  readonly endpoint: string;
  readonly region: string;
  /**
   * What a function with this role signs with. The server evaluates the role's policies from the template on each
   * call.
   */
  credentialsOf(roleLogicalId: string): AccessKey;
  /** The operator: not evaluated, not counted, not failed. Also for the local cloud itself. */
  readonly operator: AccessKey;
  /** What the template's policies allow. */
  readonly permissions: Pick<Authorizer, 'allowsService' | 'deniedToRole'>;
  /** What the policies of the template's roles grant, and how often each was needed. */
  grants(): readonly GrantCount[];
  /** Adds or replaces services: those that describe the running stack. */
  addServices(services: Readonly<Partial<Record<ServiceName, AwsService>>>): void;
  /** The actions of a service; none for one that is not here. */
  actionsOf(service: string): readonly string[];
  onEvent(listener: (event: PublishedEvent) => void): void;
  /** A crash fault hit the worker that calls with this session token (`x-amz-security-token`): kill it. */
  onCrash(listener: (sessionToken: string) => void): void;
  /**
   * How far the clock of the worker with this session token is off by a fault: its signatures are as old as it thinks.
   */
  setClocks(skewOf: (sessionToken: string) => number): void;
  onDenied(listener: (denial: Denial) => void): void;
  /** Called before the change is answered. */
  onSecretChange(listener: (change: SecretChange) => void): void;
  addFault(fault: Fault): void;
  clearFaults(): void;
  faults(): readonly Fault[];
  readonly warmUp: WarmUpCalls;
  /** Of any queue, the template's or another; undefined if no queue has this ARN. */
  queueUrl(arn: string): string | undefined;
  /** Called at once, and after each change, with the rules that were made by the API besides the template's. */
  onRules(listener: (rules: readonly Rule[]) => void): void;
  /** The oldest first. */
  deadLetters(): readonly DeadMessage[];
  /** What a queue holds, the oldest first; none of it is received. */
  messages(queueUrl: string): readonly QueuedMessage[];
  state(): Promise<LocalState>;
  /** In-flight messages of a queue. */
  hiddenMessages(queueUrl: string, receiptHandles: readonly string[]): HiddenMessages;
  /** What each queue holds at this moment. */
  queueGauges(): readonly QueueGauge[];
  /** Empties every queue, table, bucket and the event log; faults and counts too. */
  reset(): Promise<void>;
  stop(): Promise<void>;
}

/** `GET /_local/state`. */
export interface LocalState {
  readonly queue: { readonly visible: number; readonly inFlight: number };
  /**
   * Between the two: messages that failed too often there and are tried further. Zero if the template has no such
   * queue.
   */
  readonly retryQueue: { readonly visible: number; readonly inFlight: number };
  readonly deadLetterQueue: { readonly visible: number; readonly inFlight: number };
  /** Of all tables together. */
  readonly tables: { readonly items: number };
  readonly bucket: { readonly objects: number; readonly bytes: number };
  readonly events: { readonly published: number };
  /** Calls that a fault has hit since the start or the last reset; of a partial one, those in which an entry failed. */
  readonly faults: { readonly struck: number };
  /** `{ "sqs": { "SendMessage": 12 } }`: calls by functions, failed ones included. */
  readonly calls: Readonly<Record<string, Readonly<Record<string, number>>>>;
  /** The same for the event source mapping, whose calls AWS bills too. */
  readonly mappingCalls: Readonly<Record<string, Readonly<Record<string, number>>>>;
}
