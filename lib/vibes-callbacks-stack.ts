import { Stack, type StackProps } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { VibesCallbacks } from './vibes-callbacks';
import type { StackSettings, VibesCallbacksProps } from './vibes-callbacks-props';

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
    this.callbacks = new VibesCallbacks(this, 'Vibes', props);
  }
}
