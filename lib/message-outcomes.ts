import type { Duration } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import type { VibesCallbacks } from './vibes-callbacks';

export interface MessageOutcomesProps {
  /** Whose receipts it reads, and on whose bus it publishes. In the same stack. */
  readonly callbacks: VibesCallbacks;
  /**
   * How long the outcome of a message is kept after its last receipt or change: at least 15 days longer than the events
   * can be replayed (`archiveRetention`).
   * @default Duration.days(90)
   */
  readonly retention?: Duration;
}

/**
 * Keeps the outcome of each message that you send, from its receipts, and publishes a `Message Outcome` for each change
 * (docs/EVENTS.md). The prop `messageOutcomes` of `VibesCallbacks` does the same; a `VibesCallbacks` takes only one.
 */
export class MessageOutcomes extends Construct {
  /** @throws SynthError for a second one, one in another stack, too short a retention, or a taken name */
  constructor(scope: Construct, id: string, { callbacks, retention }: MessageOutcomesProps) {
    super(scope, id);
    callbacks.keepOutcomes(this, retention?.toDays());
  }
}
