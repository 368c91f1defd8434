import { moMessage } from '../../../../../test/support/mo-message';
import { oneOpsCloud } from '../../support/one-ops-cloud';

const cloud = oneOpsCloud();

describe('unrecognized', () => {
  it('list is empty, and ends with 0', async () => {
    expect(await cloud().ops('unrecognized', 'list')).toMatchObject({ code: 0, json: { count: 0, callbacks: [] } });
  });

  it('list shows what was kept, of one reason where asked for', async () => {
    const answer = await cloud().post('PlatformUrl', 'what is this');
    await cloud().post('SmsReceiptUrl', moMessage);
    await cloud().drained();
    expect((await cloud().ops('unrecognized', 'list')).json.count).toBe(2);
    const { json } = await cloud().ops('unrecognized', 'list', '--reason', 'unknown-format', '--since', '1h');
    expect(json.callbacks).toEqual([
      {
        eventId: expect.any(String),
        requestId: answer.headers.get('x-amzn-requestid'),
        reason: 'unknown-format',
        receivedAt: expect.any(String),
        route: '/platform',
        size: 12,
        reprocessedAt: null,
        done: false,
        dismissedAt: null,
      },
    ]);
  });

  it('show says what the reason means, and what was sent only when it is asked for', async () => {
    const answer = await cloud().post('PlatformUrl', 'what is this');
    await cloud().drained();
    const id = answer.headers.get('x-amzn-requestid') ?? '';
    const without = await cloud().say(['unrecognized', 'show', id]);
    expect(without.out).toContain('neither XML nor JSON');
    expect(without.out).not.toContain('what is this');
    expect((await cloud().say(['unrecognized', 'show', id, '--show-content'])).out).toContain('what is this');
    expect((await cloud().ops('unrecognized', 'show', 'x')).code).toBe(1);
  });

  it('show names what a collision collided with', async () => {
    const event = (type: string) => JSON.stringify({ event_id: 'A1B2C3', callback_type: type });
    const first = await cloud().post('PlatformUrl', event('person_added'));
    await cloud().drained();
    await cloud().post('PlatformUrl', event('person_updated'));
    await cloud().drained();
    const [published, collision] = cloud().events();
    const earlier = {
      eventId: published?.detail.metadata.id,
      requestId: first.headers.get('x-amzn-requestid'),
    };
    expect(collision?.detail.data).toMatchObject({ reason: 'identity-collision', collidesWith: earlier });
    const id = collision?.detail.metadata.id ?? '';
    expect((await cloud().ops('unrecognized', 'show', id)).json.callback.collidesWith).toEqual(earlier);
    expect((await cloud().say(['unrecognized', 'show', id])).out).toContain(
      `event ${earlier.eventId} of request ${earlier.requestId}`,
    );
    expect((await cloud().ops('unrecognized', 'show', id, '--show-content')).json.callback.path).toBe('/platform');
  });

  it('reprocess sends again what it does not understand either, once, and it is not done', async () => {
    await cloud().post('PlatformUrl', 'what is this');
    await cloud().drained();
    const { code, json, err } = await cloud().ops('unrecognized', 'reprocess', '--all', '--yes');
    expect([code, json.reprocessed, json.failed, json.stillUnrecognized.length]).toEqual([0, 1, [], 1]);
    expect(err).toContain('Deploy one that does');
    await cloud().drained();
    expect(cloud().publishedTypes()).toEqual(['Unrecognized Callback']);
    const [callback] = (await cloud().ops('unrecognized', 'list')).json.callbacks;
    expect(callback).toMatchObject({ reprocessedAt: expect.any(String), done: false });
    expect((await cloud().ops('status')).json.unrecognized.lastDay).toEqual({ 'unknown-format': 1 });
    const again = await cloud().ops('unrecognized', 'reprocess', '--all', '--yes');
    expect([again.code, again.json.reprocessed, again.json.stillUnrecognized]).toEqual([1, 0, [callback.eventId]]);
    const named = await cloud().ops('unrecognized', 'reprocess', '--id', callback.eventId, '--yes');
    expect(named.json.reprocessed).toBe(1);
  });

  it('reprocess publishes messages that the operator vouches for, even if only at the second try', async () => {
    await cloud().post('SmsReceiptUrl', moMessage);
    await cloud().drained();
    const reprocess = ['unrecognized', 'reprocess', '--reason', 'mo-unauthenticated', '--yes'];
    const forgotten = await cloud().ops(...reprocess);
    expect([forgotten.json.reprocessed, forgotten.json.stillUnrecognized.length]).toEqual([1, 1]);
    expect(forgotten.err).toContain('add --vouch');
    const { code, json } = await cloud().ops(...reprocess, '--vouch');
    expect([code, json]).toEqual([0, { reprocessed: 1, failed: [], stillUnrecognized: [] }]);
    await cloud().drained();
    expect(cloud().publishedTypes()).toEqual(['Unrecognized Callback', 'MO Message']);
    expect((await cloud().ops('unrecognized', 'list')).json.callbacks).toMatchObject([{ done: true }]);
    expect((await cloud().ops('status')).json.unrecognized.lastDay).toEqual({});
  });

  it('reprocess leaves alone what is done, and says so', async () => {
    await cloud().post('SmsReceiptUrl', moMessage);
    await cloud().drained();
    await cloud().ops('unrecognized', 'reprocess', '--all', '--vouch', '--yes');
    const { code, json, err } = await cloud().ops('unrecognized', 'reprocess', '--all', '--vouch', '--yes');
    expect([code, json.reprocessed]).toEqual([0, 0]);
    expect(err).toContain('1 is already done and not sent again');
    expect(err).toContain('--id');
  });

  it('reprocess of a collision is not done: what it collides with was published', async () => {
    const event = (type: string) => JSON.stringify({ event_id: 'A1B2C4', callback_type: type });
    for (const type of ['person_added', 'person_updated']) {
      await cloud().post('PlatformUrl', event(type));
      await cloud().drained();
    }
    const { json, err } = await cloud().ops('unrecognized', 'reprocess', '--reason', 'identity-collision', '--yes');
    expect([json.reprocessed, json.stillUnrecognized.length]).toEqual([1, 1]);
    expect(err).toContain('another callback with the same id was published');
    await cloud().drained();
    expect(cloud().publishedTypes()).toEqual(['Platform Event', 'Unrecognized Callback']);
    expect((await cloud().ops('unrecognized', 'list')).json.callbacks).toMatchObject([{ done: false }]);
  });

  it('reprocess asks first, and as a dry run changes nothing', async () => {
    await cloud().post('PlatformUrl', 'what is this');
    await cloud().drained();
    expect((await cloud().ops('unrecognized', 'reprocess', '--all')).code).toBe(2);
    expect((await cloud().ops('unrecognized', 'reprocess', '--all', '--dry-run')).json.reprocessed).toBe(0);
    expect((await cloud().ops('unrecognized', 'list')).json.callbacks[0].reprocessedAt).toBeNull();
  });

  it('reprocess of what is not there is not all done', async () => {
    expect(await cloud().ops('unrecognized', 'reprocess', '--id', 'x', '--yes')).toMatchObject({
      code: 1,
      json: { reprocessed: 0, failed: [{ eventId: 'x' }] },
    });
  });

  describe('dismiss', () => {
    const dismiss = (...args: readonly string[]) => cloud().ops('unrecognized', 'dismiss', ...args);
    const list = (...args: readonly string[]) => cloud().ops('unrecognized', 'list', ...args);

    it('leaves status nothing to report; the bytes stay, and a later one of the same reason is new again', async () => {
      await cloud().post('PlatformUrl', 'junk');
      await cloud().post('SmsReceiptUrl', moMessage);
      await cloud().drained();
      const junk = await dismiss('--reason', 'unknown-format', '--yes');
      expect([junk.code, junk.json]).toEqual([0, { dismissed: 1, failed: [] }]);
      expect(junk.err).toContain('(unknown-format 1)');
      const { json, err } = await list();
      expect([json.count, json.callbacks[0].reason]).toEqual([1, 'mo-unauthenticated']);
      expect(err).toContain('1 dismissed callback not shown: add --dismissed');
      const state = (await cloud().ops('status')).json.unrecognized;
      expect(state).toEqual({ lastDay: { 'mo-unauthenticated': 1 }, dismissed: 1 });
      expect((await dismiss('--all', '--yes')).json.dismissed).toBe(1);
      const status = (await cloud().ops('status')).json;
      expect(status.unrecognized).toEqual({ lastDay: {}, dismissed: 2 });
      // What makes the verdict is shown in status-verdict.test.ts: a busy machine may have answered 5XX meanwhile.
      expect(status.advice.join()).not.toContain('unrecognized');
      const all = (await list('--dismissed', '--reason', 'unknown-format')).json.callbacks;
      expect(all).toMatchObject([{ dismissedAt: expect.any(String), done: false }]);
      const shown = await cloud().ops('unrecognized', 'show', all[0].eventId, '--show-content');
      expect(shown.json.callback).toMatchObject({ body: 'junk', dismissedAt: expect.any(String) });
      await cloud().post('PlatformUrl', 'other junk');
      await cloud().drained();
      expect((await cloud().ops('status')).json.unrecognized.lastDay).toEqual({ 'unknown-format': 1 });
    });

    it('asks first, changes nothing as a dry run, and a second run has nothing to do', async () => {
      await cloud().post('PlatformUrl', 'junk');
      await cloud().drained();
      const [{ eventId }] = (await list()).json.callbacks;
      expect((await dismiss('--id', eventId)).code).toBe(2);
      expect((await dismiss('--id', eventId, '--dry-run')).json.dismissed).toBe(0);
      expect((await list()).json.count).toBe(1);
      expect((await dismiss('--id', eventId, 'x', '--yes')).json).toEqual({
        dismissed: 1,
        failed: [{ eventId: 'x', cause: 'not found' }],
      });
      const again = await dismiss('--id', eventId, '--yes');
      expect([again.code, again.json.dismissed]).toEqual([0, 0]);
      expect(again.err).toContain('1 callback already done or dismissed');
    });

    it('--undo takes it back, and only what was dismissed', async () => {
      for (const body of ['junk', 'other junk']) await cloud().post('PlatformUrl', body);
      await cloud().drained();
      const [{ eventId }] = (await list()).json.callbacks;
      await dismiss('--id', eventId, '--yes');
      expect((await dismiss('--all', '--undo', '--dry-run')).json).toEqual({ undone: 0, failed: [] });
      const undone = await dismiss('--all', '--undo', '--yes');
      expect([undone.code, undone.json]).toEqual([0, { undone: 1, failed: [] }]);
      const unrecognized = { lastDay: { 'unknown-format': 2 }, dismissed: 0 };
      expect((await cloud().ops('status')).json.unrecognized).toEqual(unrecognized);
      const again = await dismiss('--id', eventId, '--undo', '--yes');
      expect([again.json.undone, again.err]).toEqual([0, expect.stringContaining('1 callback not dismissed')]);
      expect((await dismiss('--id', eventId, '--yes')).json.dismissed).toBe(1);
    });

    it('keeps reprocess --all from sending it; named by its id it is sent, and then it is done', async () => {
      await cloud().post('SmsReceiptUrl', moMessage);
      await cloud().drained();
      const [{ eventId }] = (await list()).json.callbacks;
      await dismiss('--all', '--yes');
      const all = await cloud().ops('unrecognized', 'reprocess', '--all', '--vouch', '--yes');
      expect([all.code, all.json.reprocessed]).toEqual([0, 0]);
      expect(all.err).toContain('1 is dismissed and not sent again');
      const named = await cloud().ops('unrecognized', 'reprocess', '--id', eventId, '--vouch', '--yes');
      expect(named.json.reprocessed).toBe(1);
      await cloud().drained();
      expect(cloud().publishedTypes()).toEqual(['Unrecognized Callback', 'MO Message']);
      expect((await cloud().ops('status')).json.unrecognized).toEqual({ lastDay: {}, dismissed: 0 });
    });
  });

  describe('of a request id that its caller chose twice', () => {
    const send = (body: string) => cloud().post('PlatformUrl', body, { 'x-amzn-requestid': 'VICTIM-1' });

    it('show has all', async () => {
      for (const body of ['first', 'second'])
        expect((await send(body)).headers.get('x-amzn-requestid')).toBe('VICTIM-1');
      await cloud().drained();
      const { json, code } = await cloud().ops('unrecognized', 'show', 'VICTIM-1');
      expect([code, json.callbacks.length]).toEqual([0, 2]);
    });

    it('reprocess takes none: a person names the event', async () => {
      await send('first');
      await cloud().drained();
      const { json } = await cloud().ops('unrecognized', 'reprocess', '--id', 'VICTIM-1', '--yes');
      expect(json).toMatchObject({ reprocessed: 0, failed: [{ eventId: 'VICTIM-1', cause: 'not found' }] });
    });
  });

  it('reprocess --vouch leaves alone what came with several headers, until a person says which', async () => {
    const mo = { 'content-type': 'text/xml' };
    await cloud().post('SmsReceiptUrl', moMessage, { ...mo, 'x-campaign': 'of somebody else' });
    await cloud().drained();
    await cloud().post('SmsReceiptUrl', moMessage, { ...mo, 'x-campaign': 'of Vibes' });
    await cloud().drained();
    expect((await cloud().ops('unrecognized', 'list')).json.count).toBe(2);
    const dry = await cloud().ops('unrecognized', 'reprocess', '--all', '--vouch', '--dry-run');
    const all = await cloud().ops('unrecognized', 'reprocess', '--all', '--vouch', '--yes');
    expect([dry.json.failed.length, all.code, all.json.reprocessed, all.json.failed.length]).toEqual([2, 1, 0, 2]);
    expect(all.err).toContain('with other headers or another query');
    const [last] = cloud().events().slice(-1);
    const id = last?.detail.metadata.id ?? '';
    expect((await cloud().ops('unrecognized', 'reprocess', '--id', id, '--vouch', '--yes')).json.reprocessed).toBe(1);
    await cloud().drained();
    expect(cloud().events().at(-1)?.detail.metadata.headers).toMatchObject({ 'x-campaign': ['of Vibes'] });
  });
});
