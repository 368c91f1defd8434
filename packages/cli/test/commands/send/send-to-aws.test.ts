import { isUtf8 } from 'node:buffer';
import { send } from '../../../src/commands/send';
import { findSample, sampleName, sampleNames } from '../../../src/commands/send/sample-request';
import type { Answer } from '../../../src/frame/command';
import { givenOps } from '../../support/ops-context';

/** In AWS: what the command answers, and what it called. */
async function sent(...words: readonly string[]) {
  const paths = [...new Set(sampleNames('').map((name) => findSample(name)?.path))];
  const world = givenOps({
    outputs: { RestApiId: 'api', MoSecretArn: 'arn' },
    answers: {
      GetSecretValue: () => ({ SecretString: '{"username":"u","password":"p"}' }),
      GetResources: () => ({ items: paths.map((path) => ({ id: path, path })) }),
      TestInvokeMethod: () => ({ status: 200, log: 'Execution log for request r' }),
    },
  });
  const { client, sdk } = await world.context.clients.apiGateway();
  // A paginator takes no other client.
  Object.setPrototypeOf(client, sdk.APIGatewayClient.prototype);
  const clients = { ...world.context.clients, apiGateway: async () => ({ client, sdk }) };
  let answer: Answer | undefined;
  const command = send.toCommander(async (_options, execute) => {
    answer = await execute({ ...world.context, clients });
  });
  await command.parseAsync(words, { from: 'user' });
  return { answer, ...world };
}

const isText = (name: string) => isUtf8(findSample(name)?.body ?? Buffer.of());
const binary = sampleNames('')
  .map(sampleName)
  .filter((name) => !isText(name));

test('--all sends what is text, and says what it left out', async () => {
  const { answer, named, notes } = await sent('--all');
  expect(binary.length).toBeGreaterThan(0);
  expect(named('TestInvokeMethod')).toHaveLength(sampleNames('').length - binary.length);
  expect(answer).toMatchObject({ code: 0, json: { ok: true } });
  expect(notes).toEqual(binary.map((name) => `${name} is binary, and a test invocation accepts only text: not sent.`));
});

test('a binary sample that is named is refused', async () => {
  await expect(sent(binary[0] ?? '')).rejects.toMatchObject({ code: 'sample-not-text' });
});
