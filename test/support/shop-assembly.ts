import { App, Stack } from 'aws-cdk-lib';
import { SqsQueue } from 'aws-cdk-lib/aws-events-targets';
import { Queue } from 'aws-cdk-lib/aws-sqs';
import { context } from '../../cdk.json';
import { VibesCallbacks } from '../../lib/vibes-callbacks';

/** A stack of somebody's own, and of another name: each MO message goes to a queue of theirs. @returns the assembly */
export function shopAssembly(outdir: string): string {
  const stack = new Stack(new App({ context, outdir }), 'Shop');
  const callbacks = new VibesCallbacks(stack, 'Vibes', {
    removalPolicy: 'destroy',
    alarmEmail: 'oncall@example.com',
  });
  callbacks.onCallback('Orders', { types: ['MO Message'], target: new SqsQueue(new Queue(stack, 'OrderQueue')) });
  return (stack.node.root as App).synth().directory;
}
