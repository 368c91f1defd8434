import { DeleteMessageCommand, ReceiveMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { encodeEnvelope } from '../../../../../lambda/shared/envelope';
import { until } from '../../../../../test/support/until';
import { envelopeOf } from '../../../../proof/src/support/envelope';
import { inNoTime } from '../../support/in-no-time';
import { oneOpsCloud } from '../../support/one-ops-cloud';
import { clientOptions } from '../../support/ops-cloud';

const cloud = oneOpsCloud();

describe('find', () => {
  /** Where it looks again and again, without the seconds between. */
  async function findInVain(id: string) {
    const { code, out, err } = await cloud().say(['find', id, '--json'], inNoTime());
    return { code, json: JSON.parse(out), err };
  }

  const mo = (id: string) =>
    `<moMessage messageId="${id}" receiptDate="2026-05-06 07:08:09-0500"><source address="+15555550100" carrier="1" type="MDN"/><destination address="12345" type="SC"/><message>HELLO</message></moMessage>`;

  /** Into the queue without ingest, which stores one twice if a busy queue takes it too late. */
  const queueMo = (id: string) => {
    const parts = { requestId: `request-${id}`, path: '/sms/mo', proof: 'basic:current' } as const;
    return cloud().send('CallbackQueueUrl', encodeEnvelope(envelopeOf({ body: mo(id), ...parts })));
  };

  const requestIdOf = (answer: Response) => answer.headers.get('x-amzn-requestid') ?? '';
  const eventIdOf = (requestId: string) =>
    cloud()
      .events()
      .find(({ detail }) => detail.metadata.requestId === requestId)?.detail.metadata.id ?? '';

  describe('a callback that was published', () => {
    it('is found by the id of Vibes, of the request and of the event', async () => {
      const requestId = requestIdOf(await cloud().postMo(mo('find-me-1')));
      const first = await cloud().ops('find', 'find-me-1');
      expect(first).toMatchObject({ code: 0, json: { id: 'find-me-1', found: true } });
      await cloud().drained();
      const eventId = eventIdOf(requestId);
      const callback = {
        family: 'mo',
        identity: 'mo#find-me-1#-',
        state: 'published',
        timesSeen: expect.any(Number),
        eventId,
        requestId,
      };
      for (const id of ['find-me-1', requestId, eventId]) {
        expect((await cloud().ops('find', id)).json.callbacks).toEqual([expect.objectContaining(callback)]);
      }
    });

    it('twice was seen twice', async () => {
      await queueMo('find-me-2');
      await cloud().drained();
      expect((await cloud().ops('find', 'find-me-2')).json.callbacks).toMatchObject([{ timesSeen: 1 }]);
      await queueMo('find-me-2');
      await cloud().drained();
      expect((await cloud().ops('find', 'find-me-2')).json.callbacks).toMatchObject([{ timesSeen: 2 }]);
    });

    it('with two receipts of one message is two callbacks', async () => {
      const receipt = (type: string) =>
        `<mtMessageResponse messageId="find-me-3" receiptDate="2024-05-06T07:08:09.123-05:00"><type>${type}</type><status isError="false"><description>x</description></status></mtMessageResponse>`;
      await cloud().post('SmsReceiptUrl', receipt('Carrier'));
      await cloud().post('SmsReceiptUrl', receipt('Handset'));
      await cloud().drained();
      expect((await cloud().ops('find', 'find-me-3')).json.callbacks).toMatchObject([
        { family: 'receipt', state: 'published' },
        { family: 'receipt', state: 'published' },
      ]);
    });
  });

  describe('a callback that waits', () => {
    beforeAll(() => cloud().switchConsumer(false));
    afterAll(() => cloud().switchConsumer(true));

    it('may be one that only the consumer can read now', async () => {
      const sqs = new SQSClient(clientOptions(cloud().dataDir));
      const { CallbackQueueUrl: QueueUrl } = cloud().outputs;
      await queueMo('in-flight-1');
      const { Messages: [message] = [] } = await sqs.send(
        new ReceiveMessageCommand({ QueueUrl, VisibilityTimeout: 600 }),
      );
      const { code, json, err } = await findInVain('in-flight-1');
      expect([code, json.found, json.state]).toEqual([1, false, 'unknown']);
      expect(err).not.toContain('never came');
      await sqs.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle: message?.ReceiptHandle }));
      sqs.destroy();
    });

    it('is found by the id of Vibes and of the request', async () => {
      const requestId = requestIdOf(await cloud().postMo(mo('waits-1')));
      expect((await cloud().ops('find', 'waits-1')).json.callbacks).toMatchObject([
        { family: 'mo', identity: 'mo#waits-1#-', state: 'waiting', requestId },
      ]);
      expect((await cloud().ops('find', requestId)).json.callbacks).toMatchObject([{ state: 'waiting', requestId }]);
    });

    it('is parked by no number of looks, nor are others beside it, and each is published once', async () => {
      const before = (await cloud().state()).queue.visible;
      const ids = ['waits-2', 'waits-3', 'waits-4'];
      for (const id of ids) await queueMo(id);
      for (let look = 0; look < 6; look += 1) {
        expect((await cloud().ops('find', 'waits-3')).json.callbacks).toMatchObject([{ state: 'waiting' }]);
      }
      const { queue, retryQueue, deadLetterQueue } = await cloud().state();
      expect([queue.visible, retryQueue.visible, deadLetterQueue.visible]).toEqual([before + 3, 0, 0]);
      await cloud().switchConsumer(true);
      await cloud().drained();
      const published = cloud()
        .events()
        .map(({ detail }) => String(detail.data.messageId));
      expect(published.filter((id) => ids.includes(id)).sort()).toEqual(ids);
    });
  });

  it('a kept callback is found by an id in its content', async () => {
    const requestId = requestIdOf(await cloud().post('SmsReceiptUrl', mo('kept-0001')));
    await cloud().drained();
    const eventId = eventIdOf(requestId);
    for (const id of ['kept-0001', requestId, eventId]) {
      expect((await cloud().ops('find', id)).json.callbacks).toMatchObject([
        { family: 'unrecognized', state: 'kept', eventId, requestId },
      ]);
    }
    // Seen again, each id tells the same of it.
    await cloud().post('SmsReceiptUrl', mo('kept-0001'));
    await cloud().drained();
    const [byName, byRequest, byEvent] = await Promise.all(
      ['kept-0001', requestId, eventId].map(async (id) => (await cloud().ops('find', id)).json.callbacks),
    );
    expect(byName).toMatchObject([{ state: 'kept' }]);
    expect(byName[0].timesSeen).toBeGreaterThanOrEqual(2);
    expect([byRequest, byEvent]).toEqual([byName, byName]);
  });

  it('a request that was refused is found by the id that its caller received', async () => {
    const wrong = await cloud().post('SmsMoUrl', mo('refused-1'), { authorization: `Basic ${btoa('vibes:wrong')}` });
    expect(wrong.status).toBe(401);
    expect((await cloud().ops('find', requestIdOf(wrong))).json.callbacks).toMatchObject([
      { state: 'refused', cause: '401 MoUnauthorized: wrong-password' },
    ]);
  });

  it('a request that the gateway refused cannot be known', async () => {
    const challenged = await cloud().post('SmsMoUrl', mo('refused-2'));
    expect(challenged.status).toBe(401);
    await until(async () => (await findInVain(requestIdOf(challenged))).json.state === 'unknown');
    const { code, json, err } = await findInVain(requestIdOf(challenged));
    expect([code, json.found]).toEqual([1, false]);
    expect(err).toMatch(/401 without credentials, 403 from an address not in the list/);
  });

  it('a callback that a worker could not publish is claimed, then waits', async () => {
    await cloud().control('POST', 'faults', { service: 'events', mode: 'error' });
    await cloud().postMo(mo('claimed-1'));
    await until(async () => (await cloud().state()).faults.struck > 0);
    const { json } = await cloud().ops('find', 'claimed-1');
    expect(json.callbacks).toMatchObject([
      { identity: 'mo#claimed-1#-', state: expect.stringMatching(/claimed|waiting/) },
    ]);
  });

  describe('a dead letter', () => {
    it('is found by each of its ids', async () => {
      const parts = { requestId: 'request-dead', path: '/sms/mo', proof: 'basic:current' } as const;
      await cloud().send('DeadLetterQueueUrl', encodeEnvelope(envelopeOf({ body: mo('dead-1'), ...parts })));
      const [letter] = (await cloud().ops('dead', 'list')).json.messages;
      for (const id of ['dead-1', 'request-dead', letter.messageId]) {
        expect((await cloud().ops('find', id)).json.callbacks).toMatchObject([
          { family: 'mo', identity: 'mo#dead-1#-', state: 'dead', requestId: 'request-dead' },
        ]);
      }
    });

    it('that another operator has in hand may be the one that is asked for', async () => {
      const sqs = new SQSClient(clientOptions(cloud().dataDir));
      const parts = { requestId: 'request-held', path: '/sms/mo', proof: 'basic:current' } as const;
      await cloud().send('DeadLetterQueueUrl', encodeEnvelope(envelopeOf({ body: mo('held-1'), ...parts })));
      const held = { QueueUrl: cloud().outputs.DeadLetterQueueUrl, VisibilityTimeout: 60 };
      expect((await sqs.send(new ReceiveMessageCommand(held))).Messages).toHaveLength(1);
      sqs.destroy();
      expect((await cloud().ops('find', 'held-1')).json).toMatchObject({
        state: 'unknown',
        leftOut: ['the dead letters'],
      });
    });

    it('is found even if there was no time for the others, and the command says so', async () => {
      const parts = { requestId: 'request-many', path: '/sms/mo', proof: 'basic:current' } as const;
      for (let letter = 1; letter <= 5; letter += 1) {
        const body = mo(`many-${letter}`) + ' '.repeat(letter);
        await cloud().send('DeadLetterQueueUrl', encodeEnvelope(envelopeOf({ body, ...parts })));
      }
      let nowMs = Date.now();
      const now = () => {
        nowMs += 1_500;
        return nowMs;
      };
      const { code, err } = await cloud().say(['find', 'many-1'], { now });
      expect(code).toBe(0);
      expect(err).toContain('There was no time to check all of this: the dead letters');
    });

    const park = async (id: string) => {
      const parts = { requestId: `request-${id}`, path: '/sms/mo', proof: 'basic:current' } as const;
      await cloud().send('DeadLetterQueueUrl', encodeEnvelope(envelopeOf({ body: mo(id), ...parts })));
      const [letter] = (await cloud().ops('dead', 'list')).json.messages;
      expect(letter).toMatchObject({ vibesId: id, identity: `mo#${id}#-` });
      return letter;
    };

    it('that was redriven is found by each id that it had', async () => {
      const { messageId, requestId, eventId, vibesId, identity } = await park('redriven-1');
      await cloud().switchConsumer(false);
      expect((await cloud().ops('dead', 'redrive', '--id', messageId, '--yes')).json.moved).toBe(1);
      expect((await cloud().ops('find', messageId)).json.callbacks).toMatchObject([{ state: 'redriven', identity }]);
      await cloud().switchConsumer(true);
      await cloud().drained();
      for (const id of [messageId, requestId, eventId, vibesId, identity]) {
        expect((await cloud().ops('find', id)).json.callbacks).toMatchObject([
          { state: 'published', identity, eventId },
        ]);
      }
    });

    it('that was dropped is found by each id that it had', async () => {
      const { messageId, requestId, eventId, vibesId, identity } = await park('dropped-1');
      expect((await cloud().ops('dead', 'drop', '--id', messageId, '--yes')).json.moved).toBe(1);
      for (const id of [messageId, requestId, eventId, vibesId, identity]) {
        expect((await cloud().ops('find', id)).json.callbacks).toMatchObject([
          { state: 'dropped', family: 'mo', identity, requestId, cause: 'dead drop' },
        ]);
      }
    });

    it('that is not an envelope and was dropped is found by its own id', async () => {
      await cloud().send('DeadLetterQueueUrl', 'what is this');
      const [{ messageId }] = (await cloud().ops('dead', 'list')).json.messages;
      await cloud().ops('dead', 'drop', '--id', messageId, '--yes');
      expect((await cloud().ops('find', messageId)).json.callbacks).toMatchObject([
        { state: 'dropped', identity: null },
      ]);
    });
  });

  it.each(['+15555550100', '1 555 555 0100'])('a phone number is not searchable: %s', async (number) => {
    const { code, json, err } = await findInVain(number);
    expect([code, json.found, json.state]).toEqual([1, false, 'unknown']);
    expect(err).toContain('Phone numbers are not searchable');
  });

  it('what never came is not found: 1', async () => {
    const { code, json, err } = await findInVain('never-came');
    expect([code, json]).toEqual([
      1,
      { id: 'never-came', found: false, callbacks: [], state: 'never-seen', why: expect.any(String) },
    ]);
    expect(err).toMatch(/It never arrived, or was answered 401 or 5XX \(.*"npm run ops -- status --local /);
  });
});
