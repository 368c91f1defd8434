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

export interface Fault {
  /** `sqs`, `dynamodb`, `s3`, `events`, `secretsmanager`. */
  readonly service: string;
  /** `SendMessage`, `PutItem`, …; every action where absent. */
  readonly action?: string;
  /** A 5XX of the service, its own throttling error, or no answer at all. */
  readonly mode: 'error' | 'throttle' | 'timeout' | 'slow';
  /** With `slow`: how long the answer is held back, in ms; the call itself is carried out. */
  readonly delayMs?: number;
  /** How many calls fail, or for how long; until reset where both are absent. */
  readonly count?: number;
  readonly seconds?: number;
  /** 0 to 1: the share of calls that fail; 1 where absent. */
  readonly rate?: number;
}

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
  /** `{ "sqs": { "SendMessage": 12 } }`: calls by functions, failed ones included. */
  readonly calls: Readonly<Record<string, Readonly<Record<string, number>>>>;
}
