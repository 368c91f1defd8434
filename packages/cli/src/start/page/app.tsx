import { counted } from '@vibes-callbacks/local-cloud/text';
import { useEffect, useRef, useState } from 'preact/hooks';
import type { InboxFilter } from '../inbox/inbox-shapes';
import { CallbacksView } from './callbacks-view';
import { ContentsView } from './contents-view';
import { FaultsView } from './faults-view';
import { readRoute } from './route';
import { SendView } from './send-view';
import { type LiveInbox, useInbox } from './use-inbox';

export function App() {
  const [hash, setHash] = useState(location.hash);
  const [filter, setFilter] = useState<InboxFilter>({});
  const route = readRoute(hash);
  const inbox = useInbox(filter, route.view === 'callbacks' ? route.id : undefined);
  const main = useRef<HTMLElement>(null);
  useEffect(() => {
    const moved = () => setHash(location.hash);
    addEventListener('hashchange', moved);
    return () => removeEventListener('hashchange', moved);
  }, []);
  useEffect(() => {
    const titles = { callbacks: 'Inbox', send: 'Send', contents: 'Queues and tables', faults: 'Faults and alarms' };
    document.title = `${titles[route.view]} – Vibes Callbacks`;
  }, [route.view]);
  return (
    <>
      {/* Not a link: the fragment of this page's URL says which view is shown. */}
      <button type="button" class="skip" onClick={() => main.current?.focus()}>
        Skip to the content
      </button>
      <Header view={route.view} inbox={inbox} />
      <Connection connection={inbox.connection} />
      <main ref={main} tabIndex={-1} class={`view-${route.view}`}>
        {route.view === 'callbacks' && (
          <CallbacksView inbox={inbox} filter={filter} onFilter={setFilter} selected={route.id} />
        )}
        {route.view === 'send' && <SendView key={hash} sample={route.sample} callbackId={route.id} />}
        {route.view === 'contents' && <ContentsView kind={route.kind} id={route.id} />}
        {route.view === 'faults' && <FaultsView status={inbox.status} />}
      </main>
    </>
  );
}

function Header({ view, inbox }: { readonly view: string; readonly inbox: LiveInbox }) {
  const ringing = inbox.status?.alarms.filter(({ state }) => state === 'ALARM').length ?? 0;
  const dead = inbox.status?.queues.dead ?? 0;
  const current = (one: string) => (view === one ? ('page' as const) : undefined);
  return (
    <header>
      <h1>Vibes Callbacks</h1>
      <nav aria-label="Views">
        <a href="#/" aria-current={current('callbacks')}>
          Inbox
        </a>
        <a href="#/send" aria-current={current('send')}>
          Send
        </a>
        <a href="#/queues" aria-current={current('contents')}>
          Queues and tables
        </a>
        <a href="#/faults" aria-current={current('faults')}>
          Faults and alarms
          {ringing > 0 && <span class="badge bad">{counted(ringing, 'alarm')}</span>}
          {dead > 0 && <span class="badge bad">{dead} dead</span>}
        </a>
      </nav>
    </header>
  );
}

function Connection({ connection }: Pick<LiveInbox, 'connection'>) {
  const sentences = {
    opening: '',
    open: '',
    lost: 'The local cloud does not answer: is it still running? This page retries automatically.',
    closed: 'This page has no valid pass: open the URL that the local cloud printed when it started.',
  };
  const sentence = sentences[connection];
  return (
    <div role="alert" class={sentence === '' ? 'none' : 'banner'}>
      {sentence}
    </div>
  );
}
