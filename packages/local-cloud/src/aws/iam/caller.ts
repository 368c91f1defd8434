export interface AccessKey {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
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
