import type { RemovalPolicy } from 'aws-cdk-lib';
import { CfnArchive, EventBus } from 'aws-cdk-lib/aws-events';
import { Construct } from 'constructs';
import { eventSource } from './event-sources';
import { uniqueName } from './unique-name';

export interface CallbackBusProps {
  /** How long published events can be replayed. */
  readonly archiveDays: number;
  readonly removalPolicy: RemovalPolicy;
}

/** Where typed events are published, and the archive that they can be replayed from. */
export class CallbackBus extends Construct {
  readonly bus: EventBus;
  readonly archiveArn: string;
  private readonly archive: CfnArchive;

  constructor(scope: Construct, id: string, { archiveDays, removalPolicy }: CallbackBusProps) {
    super(scope, id);
    this.bus = new EventBus(this, 'Bus', {
      eventBusName: uniqueName(this),
      description: 'Callbacks from Vibes as typed events',
    });
    const archive = new CfnArchive(this, 'Archive', {
      archiveName: uniqueName(this),
      sourceArn: this.bus.eventBusArn,
      description: 'Every event that was published; replay goes to the same bus',
      eventPattern: { source: [eventSource] },
      retentionDays: archiveDays,
    });
    this.archive = archive;
    this.archiveArn = archive.attrArn;
    this.bus.applyRemovalPolicy(removalPolicy);
    archive.applyRemovalPolicy(removalPolicy);
  }

  /** Archives the sender's events of this type too, from any source. */
  archiveType(detailType: string): void {
    this.archive.eventPattern = { $or: [{ source: [eventSource] }, { 'detail-type': [detailType] }] };
  }
}
