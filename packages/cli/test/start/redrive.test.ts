import { type Deployment, ownerCall } from '@vibes-callbacks/local-cloud';
import { startRedrive } from '../../src/start/redrive';

jest.mock('@vibes-callbacks/local-cloud', () => ({
  ...jest.requireActual<object>('@vibes-callbacks/local-cloud'),
  ownerCall: jest.fn(),
}));

/** A deployment with these queues, in the template's order, of which one is the callbacks' dead-letter queue. */
function deploymentWith(queues: readonly string[]) {
  return {
    outputs: () => ({ DeadLetterQueueUrl: 'https://sqs/Dead' }),
    ofType: (type: string) =>
      queues.map((logicalId) => ({ logicalId, type, ref: `https://sqs/${logicalId}`, properties: {} })),
    attribute: (logicalId: string) => `arn:${logicalId}`,
  } as Partial<Deployment> as Deployment;
}

const aws = {} as Parameters<typeof startRedrive>[1];

it('redrives the dead letters of the callbacks, also if the app has a dead-letter queue of its own', async () => {
  await startRedrive(deploymentWith(['OrdersDead', 'Dead']), aws);
  expect(ownerCall).toHaveBeenCalledWith(aws, 'sqs', 'StartMessageMoveTask', { SourceArn: 'arn:Dead' });
});

it('fails if the template has no dead-letter queue', async () => {
  await expect(startRedrive(deploymentWith(['OrdersDead']), aws)).rejects.toMatchObject({
    code: 'no-dead-letter-queue',
  });
});
