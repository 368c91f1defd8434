import type { CloudState } from '../../../../local-cloud/src/local-cloud-options';
import { sampleRequest } from '../../../src/commands/send/sample-request';
import { Inbox } from '../../../src/start/inbox/inbox';
import { serveInbox } from '../../../src/start/inbox/serve-inbox';
import { StartError } from '../../../src/start/start-error';
import { noContents } from '../../support/inbox-page';
import { at, envelopeOf, exchangeOf, lettersOf, unrecognizedOf } from './inbox-fixtures';

const empty = { visible: 0, inFlight: 0 };
const state = {
  ...{
    queue: empty,
    retryQueue: empty,
    deadLetterQueue: empty,
    tables: { items: 0 },
    bucket: { objects: 0, bytes: 0 },
  },
  ...{ events: { published: 0 }, faults: { struck: 0 }, calls: {}, mappingCalls: {}, functions: {} },
  deliveries: { underWay: 0 },
} satisfies CloudState;

describe('the inbox of a local cloud', () => {
  it('looks at the dead letters when their number is another', () => {
    const { served, owner, inbox } = servedOf();
    owner.deadLetters.mockReturnValue(lettersOf(envelopeOf('r1')));
    inbox.answered(...exchangeOf('r1'));
    served.levels(state);
    served.levels({ ...state, deadLetterQueue: { visible: 1, inFlight: 0 } });
    served.levels({ ...state, deadLetterQueue: { visible: 1, inFlight: 0 } });
    expect(inbox.get(1)?.outcome).toBe('dead');
    expect(owner.deadLetters).toHaveBeenCalledTimes(2);
  });

  it('is emptied with the local cloud', async () => {
    const { served, inbox } = servedOf();
    inbox.answered(...exchangeOf('r1'));
    const reset = jest.fn(() => ({ done: true }));
    expect(await served.routes({ 'POST reset': reset })['POST reset']?.({})).toEqual({ done: true });
    expect([reset.mock.calls.length, inbox.size]).toEqual([1, 0]);
  });

  it('looks anew after what changes something, and not after a question', async () => {
    const { served, cloud } = servedOf();
    const routes = served.routes({ 'GET state': () => 'a', 'POST faults': () => 'b' });
    expect(await routes['GET state']?.({})).toBe('a');
    expect(cloud.state).not.toHaveBeenCalled();
    expect(await routes['POST faults']?.({})).toBe('b');
    expect(cloud.state).toHaveBeenCalledTimes(1);
  });

  it('lists the samples with all that it takes to send them', () => {
    const { served } = servedOf();
    const sample = sampleRequest('mo-message-keyword.xml');
    expect(served.routes({})['GET samples']?.({})).toContainEqual({
      name: 'mo-message-keyword',
      family: 'MO Message',
      method: 'POST',
      path: '/sms/mo',
      headers: [['content-type', 'text/xml; charset=utf-8']],
      base64: sample.body.toString('base64'),
    });
  });

  it('dismisses unrecognized callbacks, and nothing else', async () => {
    const { served, owner, inbox } = servedOf();
    const dismiss = async (body: unknown) => served.routes({})['POST dismiss']?.(body);
    inbox.published(unrecognizedOf('r1', 'unrecognized/x/2026-01-02/e1'));
    inbox.answered(...exchangeOf('r2'));
    owner.dismissed.mockResolvedValue(new Set(['unrecognized/x/2026-01-02/e1']));
    expect(await dismiss({ ids: [1] })).toEqual({ dismissed: 1 });
    expect(owner.dismiss.mock.calls).toEqual([['unrecognized/x/2026-01-02/e1']]);
    expect([inbox.get(1)?.outcome, inbox.get(2)?.outcome]).toEqual(['dismissed', 'waiting']);
    for (const body of [{ ids: [1, 2] }, { ids: [9] }, { ids: ['1'] }, {}, undefined]) {
      await expect(dismiss(body)).rejects.toThrow(StartError);
    }
    expect(owner.dismiss).toHaveBeenCalledTimes(1);
  });

  it('refuses to send what is not a callback', async () => {
    await expect(servedOf().served.routes({})['POST send']?.({})).rejects.toThrow(StartError);
  });
});

function servedOf() {
  const inbox = new Inbox(() => at);
  const unexpected = () => {
    throw new Error('not asked for');
  };
  const cloud = {
    state: jest.fn(async () => state),
    alarms: () => [],
    faults: () => [],
  };
  const owner = {
    deadLetters: jest.fn((): ReturnType<typeof lettersOf> => []),
    dismiss: jest.fn(async (_name: string) => undefined),
    dismissed: jest.fn(async () => new Set<string>()),
    contents: noContents,
    ledgerRow: unexpected,
    message: unexpected,
    rbmSecret: unexpected,
    setMoCredentials: unexpected,
  };
  const served = serveInbox({ cloud, owner }, inbox, 'http://127.0.0.1:1/callbacks');
  return { served, inbox, cloud, owner };
}
