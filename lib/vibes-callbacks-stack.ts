import { Stack, type StackProps, Tags } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import type { StackSettings } from './callback-settings';
import { addPlainOutputs, type OutputParts } from './outputs';
import { VibesCallbacks } from './vibes-callbacks';
import type { VibesCallbacksProps } from './vibes-callbacks-props';

export interface VibesCallbacksStackProps extends VibesCallbacksProps, StackSettings, Pick<StackProps, 'env'> {}

/** The service as a stack of its own. */
export class VibesCallbacksStack extends Stack {
  readonly callbacks: VibesCallbacks;

  constructor(scope: Construct, id: string, { env, terminationProtection, ...props }: VibesCallbacksStackProps = {}) {
    super(scope, id, {
      description: 'The receiving end of Vibes callbacks',
      terminationProtection: terminationProtection ?? props.removalPolicy !== 'destroy',
      ...(env === undefined ? {} : { env }),
    });
    this.callbacks = new OwnStackCallbacks(this, 'Vibes', props);
    // A tag that the app sets on its stacks (priority 100) takes precedence.
    Tags.of(this.callbacks).add('application', 'vibes-callbacks', { priority: 50 });
  }
}

/** In this stack no output name is taken. */
class OwnStackCallbacks extends VibesCallbacks {
  protected override outputName(name: string): string {
    return name;
  }

  protected override addOutputs(parts: OutputParts): void {
    addPlainOutputs(this, parts);
  }
}
