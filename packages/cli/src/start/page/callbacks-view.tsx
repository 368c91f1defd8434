import { counted } from '@vibes-callbacks/local-cloud/text';
import { type Dispatch, type StateUpdater, useEffect, useState } from 'preact/hooks';
import { detailTypes } from '../../../../../lambda/reader/families';
import type { InboxFilter } from '../inbox/inbox-shapes';
import { CallbackDetailView } from './callback-detail-view';
import { CallbackRows } from './callback-rows';
import { Dismiss } from './dismiss';
import { ReadyMade } from './ready-made';
import { SearchBox } from './search-box';
import type { LiveInbox } from './use-inbox';
import { outcomeChoices } from './words';

interface CallbacksProps {
  readonly inbox: LiveInbox;
  readonly filter: InboxFilter;
  readonly onFilter: Dispatch<StateUpdater<InboxFilter>>;
  readonly selected: number | undefined;
}

export function CallbacksView({ inbox, filter, onFilter, selected }: CallbacksProps) {
  const { callbacks, total } = inbox;
  const summary = callbacks.find(({ id }) => id === selected);
  return (
    <div class={selected === undefined ? 'callbacks' : 'callbacks with-detail'}>
      <section class="list-part" aria-labelledby="callbacks-title">
        <h2 id="callbacks-title" class="unseen">
          Callbacks
        </h2>
        <Filters filter={filter} onFilter={onFilter} />
        <p class="count">
          {callbacks.length === total ? '' : `${callbacks.length} of `}
          {counted(total, 'callback')}
        </p>
        {filter.outcome === 'unrecognized' && callbacks.length > 0 && (
          <Dismiss ids={callbacks.map(({ id }) => id)} label={`Dismiss all ${callbacks.length} as junk`} />
        )}
        <Earlier count={callbacks.filter(({ isEarlier }) => isEarlier).length} />
        <Announcement count={callbacks.length} />
        {callbacks.length === 0 && inbox.connection === 'open' && (
          <Nothing total={total} onClear={() => onFilter({})} />
        )}
        <CallbackRows callbacks={callbacks} selected={selected} />
      </section>
      {selected !== undefined && (
        <CallbackDetailView key={selected} id={selected} summary={summary} changes={inbox.openChanges} />
      )}
    </div>
  );
}

function Filters({ filter, onFilter }: Pick<CallbacksProps, 'filter' | 'onFilter'>) {
  const change = (changed: InboxFilter) => onFilter((now) => ({ ...now, ...changed }));
  return (
    <search>
      <form class="filters" onSubmit={(event) => event.preventDefault()}>
        <SearchBox search={filter.search ?? ''} onSearch={(search) => change({ search })} />
        <Choice
          label="Family"
          value={filter.family}
          choices={detailTypes.map((family) => [family, family])}
          onChoice={(family) => change({ family })}
        />
        <Choice
          label="Outcome"
          value={filter.outcome}
          choices={outcomeChoices}
          onChoice={(outcome) => change({ outcome })}
        />
      </form>
    </search>
  );
}

interface ChoiceProps {
  readonly label: string;
  readonly value: string | undefined;
  readonly choices: readonly (readonly [string, string])[];
  readonly onChoice: (value: string) => void;
}

function Choice({ label, value = '', choices, onChoice }: ChoiceProps) {
  return (
    <label>
      {label}
      <select value={value} onChange={({ currentTarget }) => onChoice(currentTarget.value)}>
        <option value="">all</option>
        {choices.map(([key, word]) => (
          <option key={key} value={key}>
            {word}
          </option>
        ))}
      </select>
    </label>
  );
}

/** A callback of an earlier run has fewer details. */
function Earlier({ count }: { readonly count: number }) {
  if (count === 0) return null;
  return (
    <p class="count">
      {count} from earlier runs, shown from their events. Requests, what was refused or repeated, and what targets did
      are not kept across a restart.
    </p>
  );
}

/** For screen readers: announces after a quiet moment, not each callback of a burst. */
function Announcement({ count }: { readonly count: number }) {
  const [told, setTold] = useState('');
  useEffect(() => {
    const timer = setTimeout(() => setTold(`${counted(count, 'callback is', 'callbacks are')} listed`), 1000);
    return () => clearTimeout(timer);
  }, [count]);
  return (
    <p role="status" class="unseen">
      {told}
    </p>
  );
}

function Nothing({ total, onClear }: { readonly total: number; readonly onClear: () => void }) {
  if (total > 0) {
    return (
      <div class="nothing">
        <p>{total === 1 ? 'The callback does not match the filter.' : `None of the ${total} callbacks matches.`}</p>
        <button type="button" onClick={onClear}>
          Show all
        </button>
      </div>
    );
  }
  return (
    <div class="nothing">
      <p>No callback yet. They are listed here as they arrive.</p>
      <ReadyMade />
      <p>
        <a href="#/send">Send a sample</a> that you edit, or post one to a URL that the local cloud printed.
      </p>
    </div>
  );
}
