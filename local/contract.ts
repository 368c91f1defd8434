/** A CloudFormation template as `cdk synth` writes it. */
export interface Template {
  readonly Resources: Readonly<Record<string, TemplateResource>>;
  readonly Outputs?: Readonly<Record<string, { readonly Value: unknown; readonly Description?: string }>>;
  readonly Parameters?: Readonly<Record<string, { readonly Type: string; readonly Default?: unknown }>>;
}

export interface TemplateResource {
  readonly Type: string;
  readonly Properties?: Readonly<Record<string, unknown>>;
  readonly Metadata?: Readonly<Record<string, unknown>>;
}

/** A resource with every intrinsic function resolved to what this machine stands in with. */
export interface LocalResource {
  readonly logicalId: string;
  readonly type: string;
  readonly properties: Readonly<Record<string, unknown>>;
  /** What `Ref` gives: a queue's URL, a table's or bucket's name, a role's name, an API's id. */
  readonly ref: string;
}

/** The template laid out on this machine. Names and ARNs are the same at each start, so data survive a restart. */
export interface Deployment {
  readonly region: string;
  readonly accountId: string;
  /** Where the AWS front will listen, `http://127.0.0.1:<port>`: chosen before, because queue URLs name it. */
  readonly endpoint: string;
  resource(logicalId: string): LocalResource;
  ofType(type: string): readonly LocalResource[];
  /** `Fn::GetAtt`: `attribute('Queue', 'Arn')`. */
  attribute(logicalId: string, name: string): string;
  /** Resolves intrinsics in any value: Ref, Fn::GetAtt, Fn::Join, Fn::Sub, Fn::Select, Fn::Split, AWS::* pseudo parameters. */
  resolve(value: unknown): unknown;
  /** The stack's outputs as the template has them; API URLs as in the cloud (`https://<id>.execute-api.…/callbacks/…`). */
  outputs(): Readonly<Record<string, string>>;
}

export interface Credentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
}

/**
 * What happens to a call instead of being answered:
 * `error` a 5XX of the service · `throttle` its own throttling error · `timeout` no answer, not carried out ·
 * `slow` carried out at once, the answer held back by `delayMs` · `late` carried out only after `delayMs`, also when the
 * caller is gone by then · `crash-before`, `crash-after` the calling worker is killed before or after it is carried out ·
 * `partial` answered 200, but `rate` of its entries fail (PutEvents, BatchWriteItem, SendMessageBatch, DeleteMessageBatch)
 */
export type FaultMode = 'error' | 'throttle' | 'timeout' | 'slow' | 'late' | 'crash-before' | 'crash-after' | 'partial';

export interface Fault {
  /** `sqs`, `dynamodb`, `s3`, `events`, `secretsmanager`. */
  readonly service: string;
  /** `SendMessage`, `PutItem`, …; every action where absent. */
  readonly action?: string;
  readonly mode: FaultMode;
  /** With `slow` and `late`, in ms. */
  readonly delayMs?: number;
  /** How many calls fail, or for how long; until reset where both are absent. */
  readonly count?: number;
  readonly seconds?: number;
  /** 0 to 1: the share of calls that fail (with `partial`: of entries); 1 where absent. */
  readonly rate?: number;
}

/** A call that no policy of the template allows. */
export interface Denial {
  readonly roleLogicalId: string;
  /** `sqs:SendMessage` */
  readonly action: string;
  readonly resource: string;
}

/** Session token of the event source mapping's calls: counted apart from the functions', never failed by a fault. */
export const eventSourceMappingToken = 'event-source-mapping';

/** One EventBridge entry as a rule's target gets it; `json` is the line of `events.jsonl`, its `detail` to the letter. */
export interface PublishedEvent {
  readonly detailType: string;
  readonly json: string;
}

/** Everything behind the AWS SDK: one HTTP front over the emulators, which knows a caller's role by its access key. */
export interface LocalAws {
  /** `http://127.0.0.1:<port>`: the endpoint of every service's client. */
  readonly endpoint: string;
  /** What a function with this role signs with. The front evaluates the role's policies from the template on each call. */
  credentialsOf(roleLogicalId: string): Credentials;
  /** The account's owner: not evaluated, not counted, not failed. For the local cloud itself and the operator's commands. */
  readonly owner: Credentials;
  onEvent(listener: (event: PublishedEvent) => void): void;
  /** A crash fault hit the worker that calls with this session token (`x-amz-security-token`): kill it. */
  onCrash(listener: (sessionToken: string) => void): void;
  onDenied(listener: (denial: Denial) => void): void;
  addFault(fault: Fault): void;
  clearFaults(): void;
  state(): Promise<LocalState>;
  /** Empties every queue, table, bucket and the event log; faults and counts too. */
  reset(): Promise<void>;
  stop(): Promise<void>;
}

/** `GET /_local/state`. */
export interface LocalState {
  readonly queue: { readonly visible: number; readonly inFlight: number };
  readonly deadLetterQueue: { readonly visible: number; readonly inFlight: number };
  readonly ledger: { readonly items: number };
  readonly bucket: { readonly objects: number; readonly bytes: number };
  readonly events: { readonly published: number };
  /** Calls that a fault has hit since the start or the last reset; of a partial one, those of which an entry failed. */
  readonly faults: { readonly struck: number };
  /** `{ "sqs": { "SendMessage": 12 } }`: calls by functions, failed ones included. */
  readonly calls: Readonly<Record<string, Readonly<Record<string, number>>>>;
  /** The same for the event source mapping, whose calls the cloud bills too. */
  readonly mappingCalls: Readonly<Record<string, Readonly<Record<string, number>>>>;
}
