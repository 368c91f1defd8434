import { IncomingMessage, ServerResponse } from 'node:http';
import { Socket } from 'node:net';
import { Inbox } from '../../../src/start/inbox/inbox';
import type { InboxFilter } from '../../../src/start/inbox/inbox-shapes';
import { InboxStream } from '../../../src/start/inbox/inbox-stream';
import { at, eventOf, exchangeOf } from './inbox-fixtures';

beforeEach(() => {
  jest.useFakeTimers();
});
afterEach(() => {
  jest.useRealTimers();
});

describe('the stream', () => {
  it('begins with all that the filter lets through, the newest first', () => {
    const { inbox, open } = streamOf();
    inbox.answered(...exchangeOf('r1'));
    inbox.answered(...exchangeOf('r2', { path: '/platform' }));
    inbox.answered(...exchangeOf('r3'));
    expect(open({ family: 'MO Message' }).messages()).toEqual([['list', { ids: [3, 1], total: 3 }]]);
  });

  it('tells what comes in and what changes, a burst at once', () => {
    const { inbox, open } = streamOf();
    const client = open({});
    inbox.answered(...exchangeOf('r1'));
    inbox.answered(...exchangeOf('r2'));
    inbox.published(eventOf('r1'));
    jest.advanceTimersByTime(100);
    expect(client.messages().slice(1)).toEqual([['change', { ids: [2, 1], gone: [], others: [], total: 2 }]]);
  });

  it('takes away what the filter lets through no more', () => {
    const { inbox, open } = streamOf();
    inbox.answered(...exchangeOf('r1'));
    const client = open({ outcome: 'waiting' });
    inbox.published(eventOf('r1'));
    jest.advanceTimersByTime(100);
    expect(client.messages().at(-1)).toEqual(['change', { ids: [], gone: [1], others: [1], total: 1 }]);
  });

  it('says of what the filter keeps back that it is there, and which one changed', () => {
    const { inbox, open } = streamOf();
    const client = open({ family: 'RBM Event' });
    inbox.answered(...exchangeOf('r1'));
    jest.advanceTimersByTime(100);
    expect(client.messages().slice(1)).toEqual([['change', { ids: [], gone: [], others: [1], total: 1 }]]);
  });

  it('begins anew when the inbox was emptied', () => {
    const { inbox, open } = streamOf();
    inbox.answered(...exchangeOf('r1'));
    const client = open({});
    inbox.clear();
    jest.advanceTimersByTime(100);
    expect(client.messages().at(-1)).toEqual(['list', { ids: [], total: 0 }]);
  });

  it('sends a status once, and also to pages that open later', () => {
    const { stream, open } = streamOf();
    const client = open({});
    const status = { queues: { waiting: 0, retrying: 0, dead: 1 }, alarms: [], faults: [] };
    stream.tellStatus(status);
    stream.tellStatus({ ...status });
    expect(client.messages().filter(([name]) => name === 'status')).toEqual([['status', status]]);
    expect(open({}).messages().at(-1)).toEqual(['status', status]);
  });

  it('writes to no page that is gone, and ends when the local cloud does', () => {
    const { stream, open } = streamOf();
    const gone = open({});
    gone.response.emit('close');
    expect(stream.isWatched).toBe(false);
    const client = open({});
    stream.close();
    expect([client.isEnded(), gone.isEnded()]).toEqual([true, false]);
  });

  it('writes nothing after its end, whatever still changes', () => {
    const { inbox, stream, open } = streamOf();
    const client = open({});
    inbox.answered(...exchangeOf('r1'));
    stream.close();
    inbox.answered(...exchangeOf('r2'));
    stream.tellStatus({ queues: { waiting: 0, retrying: 0, dead: 1 }, alarms: [], faults: [] });
    jest.advanceTimersByTime(60_000);
    expect(client.messages()).toEqual([['list', { ids: [], total: 0 }]]);
  });

  it('lets go of a page whose connection fails', () => {
    const { stream, open } = streamOf();
    open({}).response.emit('error', new Error('write after end'));
    expect(stream.isWatched).toBe(false);
  });
});

function streamOf() {
  const inbox = new Inbox(() => at);
  const stream = new InboxStream(inbox);
  const open = (filter: InboxFilter) => {
    const client = clientOf();
    stream.open(client.response, filter);
    return client;
  };
  return { inbox, stream, open };
}

/** A response whose writes can be read. */
function clientOf() {
  const response = new ServerResponse(new IncomingMessage(new Socket()));
  const head = jest.spyOn(response, 'writeHead').mockReturnValue(response);
  const write = jest.spyOn(response, 'write').mockReturnValue(true);
  const end = jest.spyOn(response, 'end').mockReturnValue(response);
  const messages = () => {
    const text = write.mock.calls.map(([chunk]) => String(chunk)).join('');
    const found = [...text.matchAll(/^event: (\w+)\ndata: (.*)\n\n/gm)];
    return found.map(([, name = '', data = '']) => [name, short(JSON.parse(data))]);
  };
  return { response, messages, status: () => head.mock.calls[0]?.[0], isEnded: () => end.mock.calls.length > 0 };
}

function short({ callbacks, ...rest }: { readonly callbacks?: readonly { readonly id: number }[] }) {
  return callbacks === undefined ? rest : { ids: callbacks.map(({ id }) => id), ...rest };
}
