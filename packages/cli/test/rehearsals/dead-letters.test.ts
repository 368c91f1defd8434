import { encodeEnvelope } from '../../../../lambda/shared/envelope';
import { until } from '../../../../test/support/until';
import { envelopeOf } from '../../../proof/src/support/envelope';
import { moMessage, rehearse } from '../support/rehearsal';

jest.setTimeout(180_000);

const rehearsal = rehearse();

it('DeadLetters: what the consumer gave up is redriven, and published once', async () => {
  const cloud = rehearsal();
  // As the queue leaves them there after the fifth failure, seven minutes later.
  for (const id of ['one', 'two']) {
    const parts = { requestId: `request-${id}`, path: '/sms/mo', proof: 'basic:current' } as const;
    await cloud.send('DeadLetterQueueUrl', encodeEnvelope(envelopeOf({ body: moMessage(id), ...parts })));
  }
  await cloud.fires('DeadLetters');
  await cloud.fires('CallbacksAtRisk');
  expect(await cloud.isIn('ALARM', 'DeadLettersGrow')).toBe(false);
  // Beside them another comes, of which neither tells: the one that counts them does.
  const another = { requestId: 'request-three', path: '/sms/mo', proof: 'basic:current' } as const;
  await cloud.send('DeadLetterQueueUrl', encodeEnvelope(envelopeOf({ body: moMessage('three'), ...another })));
  await until(() => cloud.isIn('ALARM', 'DeadLettersGrow'));
  await cloud.ends('DeadLettersGrow');
  const found = await cloud.ops('status');
  expect([found.code, found.json.verdict, found.json.dead.count]).toEqual([1, 'act', 3]);
  expect(found.err).toContain('dead redrive --all');

  expect((await cloud.ops('dead', 'list')).json.count).toBe(3);
  expect((await cloud.ops('dead', 'redrive', '--all', '--yes')).json).toEqual({ moved: 3, left: 0, failed: [] });
  await cloud.drained();

  await cloud.ends('DeadLetters', 'CallbacksAtRisk');
  expect((await cloud.ops('dead', 'list')).json.count).toBe(0);
  expect((await cloud.ops('find', 'one')).json.callbacks).toMatchObject([{ state: 'published' }]);
  await until(async () => (await cloud.ops('status')).code === 0);
  expect([...cloud.published()].sort()).toEqual(['one', 'three', 'two']);
});
