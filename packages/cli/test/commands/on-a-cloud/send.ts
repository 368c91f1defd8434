import { sentRows } from '../../../../../lambda/reader/families';
import { oneOpsCloud } from '../../support/one-ops-cloud';

const cloud = oneOpsCloud();

/** Once more where a busy machine answered one 5XX. */
async function sent(...argv: readonly string[]) {
  for (;;) {
    const run = await cloud().ops('send', ...argv);
    if (run.code === 0 || !/\b50[0-9]\b/.test(run.out)) return run;
  }
}

describe('send', () => {
  it('every sample is answered 200, with what its route asks for', async () => {
    const { code, json } = await sent('--all');
    expect(code).toBe(0);
    expect(json.ok).toBe(true);
    await cloud().drained();
    const types = new Set(cloud().publishedTypes());
    expect([...types].sort()).toEqual(sentRows.map(({ detailType }) => detailType).sort());
  });

  it('copies are one event, and a text comes under an id of its own', async () => {
    // In one batch: a worker that meets a copy while another worker is at the first one has to wait for it.
    await cloud().switchConsumer(false);
    expect((await sent('mo-message-keyword', '--copies', '2')).code).toBe(0);
    expect((await sent('--text', 'JOIN <us>')).code).toBe(0);
    await cloud().switchConsumer(true);
    await cloud().drained();
    const texts = cloud()
      .events()
      .map(({ detail }) => (detail.data as { text: string }).text);
    expect(texts).toHaveLength(2);
    expect(texts).toContain('JOIN <us>');
  });

  it.each([
    ['an unknown sample', ['nonsense'], 'There is no sample nonsense'],
    ['no sample', [], 'Name a sample'],
    ['a name beside --all', ['mo-message-keyword', '--all'], 'leave out the name'],
    ['no copies at all', ['mo-message-keyword', '--copies', '0'], 'Write a whole number from 1 to 100.'],
    [
      'a text for another sample than an MO message',
      ['platform-device-added', '--text', 'x'],
      'Only an MO message has a text to change',
    ],
  ])('%s is 2, and a sentence', async (_what, argv, sentence) => {
    const { code, err } = await cloud().ops('send', ...argv);
    expect(code).toBe(2);
    expect(err).toContain(sentence);
  });
});
