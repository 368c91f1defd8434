import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { encodeEnvelope } from '../../../../../lambda/shared/envelope';
import { temporaryFolder } from '../../../../../test/support/temporary-folder';
import { envelopeOf } from '../../../../proof/src/support/envelope';
import { oneOpsCloud } from '../../support/one-ops-cloud';

const newFolder = temporaryFolder();
const cloud = oneOpsCloud();

const mo = (id: string, text = 'HELLO') =>
  `<moMessage messageId="${id}" receiptDate="2026-05-06 07:08:09-0500"><source address="+15555550100" carrier="1" type="MDN"/><destination address="12345" type="SC"/><message>${text}</message></moMessage>`;

/** A dead letter as SQS parks one; its own id. */
async function park(id: string, receivedAt = '2026-05-06T12:08:09.123Z', requestId = `request-${id}`): Promise<string> {
  const parts = { requestId, receivedAt, path: '/sms/mo', proof: 'basic:current' } as const;
  return cloud().send('DeadLetterQueueUrl', encodeEnvelope(envelopeOf({ body: mo(id), ...parts })));
}

const published = () =>
  cloud()
    .events()
    .map(({ detail }) => detail.data.messageId);

describe('dead list', () => {
  it('is empty, and ends with 0', async () => {
    expect(await cloud().ops('dead', 'list')).toMatchObject({ code: 0, json: { count: 0, messages: [] } });
    expect((await cloud().say(['dead', 'list'])).out).toBe('There are no dead letters.');
  });

  it('shows what is parked, and what is not an envelope too, and leaves it where it is', async () => {
    await park('a');
    await cloud().send('DeadLetterQueueUrl', 'what is this');
    for (const _time of [1, 2]) {
      const { code, json } = await cloud().ops('dead', 'list');
      expect([code, json.count]).toEqual([0, 2]);
      expect(json.messages).toEqual([
        expect.objectContaining({
          requestId: 'request-a',
          receivedAt: '2026-05-06T12:08:09.123Z',
          route: '/sms/mo',
          family: 'mo',
          envelope: true,
        }),
        expect.objectContaining({ requestId: null, route: null, family: null, step: null, envelope: false }),
      ]);
    }
  });

  it('shows the same, however often one looks', async () => {
    await park('a');
    const first = (await cloud().ops('dead', 'list')).json.messages;
    await cloud().ops('dead', 'show', 'request-a');
    expect((await cloud().ops('dead', 'list')).json.messages).toEqual(first);
  });

  it('shows no person and no text', async () => {
    await park('a');
    const { out, err } = await cloud().say(['dead', 'list']);
    expect(out).toContain('/sms/mo');
    expect(out + err).not.toMatch(/HELLO|555555/);
  });

  it('fits 60 columns', async () => {
    await park('a');
    const { out } = await cloud().say(['dead', 'list'], { columns: 60 });
    expect(Math.max(...out.split('\n').map((line) => line.length))).toBeLessThanOrEqual(60);
  });
});

describe('dead show', () => {
  it('shows what was sent only when it is asked for, and then says so', async () => {
    await park('a');
    const without = await cloud().say(['dead', 'show', 'request-a']);
    expect(without.code).toBe(0);
    expect(without.out).not.toContain('HELLO');
    const shown = await cloud().say(['dead', 'show', 'a', '--show-content']);
    expect(shown.out).toContain('HELLO');
    expect(shown.err).toContain('real people');
  });

  it('exits with 1 if no dead letter has this id', async () => {
    expect(await cloud().ops('dead', 'show', 'x')).toMatchObject({ code: 1, json: { found: false, messages: [] } });
  });
});

describe('dead redrive', () => {
  it('--all publishes each once', async () => {
    await park('a');
    await park('b');
    expect(await cloud().ops('dead', 'redrive', '--all', '--yes')).toMatchObject({
      code: 0,
      json: { moved: 2, left: 0, failed: [] },
    });
    await cloud().drained();
    expect(published().sort()).toEqual(['a', 'b']);
    expect((await cloud().ops('dead', 'list')).json.count).toBe(0);
  });

  it('--all on a computer whose clock is behind is not all done, and says how', async () => {
    const id = await park('a');
    const argv = ['dead', 'redrive', '--all', '--yes', '--json'];
    const { code, out, err } = await cloud().say(argv, { now: () => Date.now() - 3_600_000 });
    expect([code, JSON.parse(out)]).toEqual([1, { moved: 0, left: 1, failed: [] }]);
    expect(err).toContain("1 is left: sent after this command began, or this computer's clock is behind");
    const { json } = await cloud().ops('dead', 'list');
    expect(json.messages).toMatchObject([{ messageId: id }]);
  });

  it('of some by their ids leaves the others', async () => {
    const [a, b] = [await park('a'), await park('b')];
    await park('c');
    const { json } = await cloud().ops('dead', 'redrive', '--id', a, b, '--yes');
    expect(json).toEqual({ moved: 2, left: 0, failed: [] });
    await cloud().drained();
    expect(published().sort()).toEqual(['a', 'b']);
    expect((await cloud().ops('dead', 'list')).json.messages).toMatchObject([{ requestId: 'request-c' }]);
  });

  it('of those since a time leaves those before', async () => {
    await park('old', '2026-05-06T12:00:00.000Z');
    await park('new', '2026-05-06T14:00:00.000Z');
    await cloud().ops('dead', 'redrive', '--since', '2026-05-06T13:00:00Z', '--yes');
    await cloud().drained();
    expect(published()).toEqual(['new']);
  });

  it('of an id that is not there is not all done', async () => {
    const { code, json } = await cloud().ops('dead', 'redrive', '--id', 'x', '--yes');
    expect([code, json.failed]).toEqual([1, [{ messageId: 'x', cause: 'not found' }]]);
  });

  it('as a dry run of an id that is not there says so, and is not all done either', async () => {
    const { code, json, err } = await cloud().ops('dead', 'redrive', '--id', 'x', '--dry-run');
    expect([code, json.left, json.failed]).toEqual([1, 0, [{ messageId: 'x', cause: 'not found' }]]);
    expect(err).toContain('x: not found');
  });

  it('as a dry run changes nothing', async () => {
    await park('a');
    expect((await cloud().ops('dead', 'redrive', '--all', '--dry-run')).json).toEqual({
      moved: 0,
      left: 1,
      failed: [],
      messages: [expect.objectContaining({ requestId: 'request-a', route: '/sms/mo', family: 'mo' })],
    });
    expect((await cloud().ops('dead', 'list')).json.count).toBe(1);
  });

  it.each([
    ['there is no one to ask', undefined, 2],
    ['the answer is no', 'no', 1],
    ['there is no answer but an interruption', 'cancelled', 130],
    ['the answer is yes', 'yes', 0],
  ] as const)('asks first: %s', async (_what, says, expected) => {
    await park('a');
    const { code, out, err } = await cloud().say(['dead', 'redrive', '--all'], says === undefined ? {} : { says });
    expect(code).toBe(expected);
    expect(err).toContain('Moves dead letters back');
    if (says !== 'yes') expect([out, err]).toEqual(['', expect.stringContaining('Nothing was changed')]);
    expect((await cloud().ops('dead', 'list')).json.count).toBe(says === 'yes' ? 0 : 1);
  });

  it.each([[[]], [['--all', '--id', 'x']]])('without one way to select (%j) is wrong usage', async (argv) => {
    expect(await cloud().ops('dead', 'redrive', ...argv, '--yes')).toMatchObject({ code: 2, out: '' });
  });
});

describe('dead drop', () => {
  it('deletes what is named, and nothing else, and says which letters these were', async () => {
    const a = await park('a');
    await park('b');
    const { json } = await cloud().ops('dead', 'drop', '--id', a, a, '--yes');
    expect(json).toMatchObject({ moved: 1, left: 0, failed: [], messages: [{ messageId: a, route: '/sms/mo' }] });
    expect((await cloud().ops('dead', 'list')).json.messages).toMatchObject([{ requestId: 'request-b' }]);
  });

  it('takes no id that a sender can choose: not two letters of one request id, nor an id of Vibes', async () => {
    await park('a', undefined, 'VICTIM-1');
    await park('b', undefined, 'VICTIM-1');
    for (const id of ['VICTIM-1', 'a']) {
      const { code, json, err } = await cloud().ops('dead', 'drop', '--id', id, '--yes');
      expect([code, json.moved, json.failed]).toEqual([1, 0, [{ messageId: id, cause: 'not found' }]]);
      expect(err).toMatch(/--id takes the messageId that "npm run ops -- dead list --local --data \S+" shows/);
      expect((await cloud().ops('dead', 'redrive', '--id', id, '--yes')).json.moved).toBe(0);
    }
    expect((await cloud().ops('dead', 'list')).json.count).toBe(2);
  });

  it('announces, would delete and deletes the same number', async () => {
    const [a] = [await park('a', undefined, 'VICTIM-1'), await park('b', undefined, 'VICTIM-1')];
    const dry = await cloud().ops('dead', 'drop', '--id', a, a, '--dry-run');
    expect([dry.code, dry.json.left, dry.json.messages.length]).toEqual([0, 1, 1]);
    expect(dry.err).toContain('Deletes 1 dead letter ');
    const { json } = await cloud().ops('dead', 'drop', '--id', a, a, '--yes');
    expect([json.moved, json.messages]).toEqual([1, dry.json.messages]);
    expect((await cloud().ops('dead', 'list')).json.count).toBe(1);
  });

  it('shows all letters of a request id that was chosen twice', async () => {
    await park('a', undefined, 'VICTIM-1');
    await park('b', undefined, 'VICTIM-1');
    expect((await cloud().ops('dead', 'show', 'VICTIM-1')).json.messages).toHaveLength(2);
  });
});

describe('dead export', () => {
  it('writes a file that its owner alone can read, and leaves the letters', async () => {
    await park('a');
    const directory = newFolder();
    const { code, err } = await cloud().say(['dead', 'export', 'letters.jsonl'], { directory });
    expect(code).toBe(0);
    expect(err).toContain('keep it safe');
    const file = join(directory, 'letters.jsonl');
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(JSON.parse(readFileSync(file, 'utf8'))).toMatchObject({ requestId: 'request-a', body: expect.any(String) });
    expect((await cloud().ops('dead', 'list')).json.count).toBe(1);
  });

  it('overwrites nothing', async () => {
    const directory = newFolder();
    writeFileSync(join(directory, 'there'), 'mine');
    expect(await cloud().say(['dead', 'export', 'there'], { directory })).toMatchObject({ code: 2, out: '' });
    expect(readFileSync(join(directory, 'there'), 'utf8')).toBe('mine');
  });

  it('into a folder that is not there is one sentence', async () => {
    const directory = newFolder();
    const { code, err } = await cloud().say(['dead', 'export', 'no/such/file'], { directory });
    expect([code, existsSync(join(directory, 'no'))]).toEqual([2, false]);
    expect(err).toContain('Cannot write no');
  });
});
