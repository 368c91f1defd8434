/** A resource with every intrinsic function resolved to its local value. */
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
  /** Where the AWS server will listen, `http://127.0.0.1:<port>`: chosen before, because queue URLs name it. */
  readonly endpoint: string;
  resource(logicalId: string): LocalResource;
  ofType(type: string): readonly LocalResource[];
  /** The resource of a type that has this ARN. */
  withArn(type: string, arn: unknown): LocalResource | undefined;
  /** Every resource of the template, in its order. */
  all(): readonly Pick<LocalResource, 'logicalId' | 'type' | 'ref'>[];
  /** `Fn::GetAtt`: `attribute('Queue', 'Arn')`. */
  attribute(logicalId: string, name: string): string;
  /** Resolves intrinsics in any value: Ref, Fn::GetAtt, Fn::Join, Fn::Sub, Fn::Select, Fn::Split, AWS::* pseudo parameters. */
  resolve(value: unknown): unknown;
  /** The stack's outputs as the template has them; API URLs as in the cloud (`https://<id>.execute-api.…/callbacks/…`). */
  outputs(): Readonly<Record<string, string>>;
}
