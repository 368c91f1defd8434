// `kill <folder>`: a message fails until the emulator moves it to the dead-letter queue, and the process is killed just
// between the two halves of that move. `count <folder>`: how many messages are there after that.
import { callAsOwner } from '../../../src/aws/protocols/emulator-call';
import { startFauxqsEmulator } from '../../../src/aws/sqs/fauxqs-emulator';
import { provisionQueues, queueLevels, queueName } from '../../../src/aws/sqs/queues';
import { deployTemplate } from '../../../src/template/deploy-template';
import { smallTemplate } from '../../support/small-template';

async function main([what, folder = '']: readonly string[]): Promise<void> {
  const deployment = deployTemplate(smallTemplate(), { endpoint: 'http://127.0.0.1:1' });
  const emulator = await startFauxqsEmulator(folder, deployment.region);
  await provisionQueues(deployment, emulator);
  if (what === 'count') {
    const { source, dead } = queueLevels(deployment, emulator);
    process.stdout.write(`${source.visible + dead.visible}`);
    return emulator.stop();
  }
  const QueueUrl = deployment.resource('Queue').ref;
  const call = (action: string, input: Record<string, unknown>) =>
    callAsOwner(emulator, { service: 'sqs', action, region: deployment.region, input: { QueueUrl, ...input } });
  await call('SendMessage', { MessageBody: 'poison' });
  const deadLetters = emulator.queue(queueName(deployment.resource('DeadLetters').ref));
  if (deadLetters === undefined) throw new Error('there is no dead-letter queue');
  deadLetters.enqueue = () => process.kill(process.pid, 'SIGKILL');
  for (;;) await call('ReceiveMessage', { VisibilityTimeout: 0 });
}

main(process.argv.slice(2)).catch((error: unknown) => {
  console.error(error);
  process.exit(1);
});
