/** One EventBridge entry as a rule's target gets it; `json` is the line of `events.jsonl`, its `detail` to the letter. */
export interface PublishedEvent {
  readonly detailType: string;
  readonly json: string;
  readonly busArn: string;
  readonly publishedAt: Date;
  /** The rules that a replay is for. @default all of the bus */
  readonly onlyRules?: readonly string[];
  /** It came from another bus, and goes to no third one. */
  readonly forwarded?: true;
}
