import { Fn, type RemovalPolicy, Stack } from 'aws-cdk-lib';
import { CfnArchive, EventBus } from 'aws-cdk-lib/aws-events';
import { Construct } from 'constructs';
import { stackUuid } from './stack-uuid';

export interface CallbackBusProps {
  /** How long published events can be replayed. */
  readonly archiveDays: number;
  readonly removalPolicy: RemovalPolicy;
}

/** Where typed events are published, and the archive that they can be replayed from. */
export class CallbackBus extends Construct {
  readonly bus: EventBus;
  readonly archiveArn: string;

  constructor(scope: Construct, id: string, { archiveDays, removalPolicy }: CallbackBusProps) {
    super(scope, id);
    // A retained archive keeps its bus: the name must be free for the next stack of this name.
    const suffix = Fn.select(0, Fn.split('-', stackUuid(this)));
    this.bus = new EventBus(this, 'Bus', {
      eventBusName: `${Stack.of(this).stackName}-${suffix}`,
      description: 'Callbacks from Vibes as typed events',
    });
    const archive = new CfnArchive(this, 'Archive', {
      sourceArn: this.bus.eventBusArn,
      description: 'Every event that was published; replay goes to the same bus',
      eventPattern: { source: ['vibes.callbacks'] },
      retentionDays: archiveDays,
    });
    this.archiveArn = archive.attrArn;
    this.bus.applyRemovalPolicy(removalPolicy);
    archive.applyRemovalPolicy(removalPolicy);
  }
}
