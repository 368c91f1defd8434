/** How far an event has come on its way to a target of a rule; a delivery has one line of these after another. */
export interface DeliveryOutcome {
  readonly ruleName: string;
  readonly busArn: string;
  readonly targetId: string;
  readonly targetArn: string;
  /** EventBridge's own id of the event. */
  readonly eventId: string;
  /** The event to the letter. */
  readonly event: string;
  readonly step:
    | 'delivered'
    /** The function that it was handed to failed for good, by Lambda's own retries. */
    | 'failed'
    /** EventBridge tries again. */
    | 'retried'
    /** Lambda invokes the function again. */
    | 'function-retried'
    | 'dead-lettered'
    /** The dead-letter queue did not accept it: it is lost. */
    | 'dead-letter-failed'
    /** There is no dead-letter queue: it is lost. */
    | 'dropped';
  readonly attempts: number;
  /** What the target says (`ran in 12 ms`), or why it failed. */
  readonly detail: string;
  /** What a function wrote in this try; lines may still be added shortly after. */
  readonly log: readonly string[];
}
