import { useState } from 'preact/hooks';
import type { InboxStatus } from '../inbox/inbox-shapes';
import { AlarmsTable } from './alarms-table';
import { ask, messageOf } from './ask';
import { emptyFault, faultInWords, faultOf, isFunction, modesOf, readyMade, services } from './fault-draft';

/** Makes something fail, shows which alarms fire, and brings the dead letters back. */
export function FaultsView({ status }: { readonly status: InboxStatus | undefined }) {
  const [told, setTold] = useState('');
  const act = async (method: string, path: string, done: string, body?: unknown) => {
    try {
      await ask(method, path, body);
      setTold(done);
    } catch (error) {
      setTold(messageOf(error));
    }
  };
  return (
    <div class="faults">
      <p role="status" class="told">
        {told}
      </p>
      <FaultForm onFault={(fault) => void act('POST', 'faults', 'The fault is active.', fault)} />
      <section class="part" aria-labelledby="active-title">
        <h2 id="active-title">Active faults</h2>
        {status === undefined || status.faults.length === 0 ? (
          <p class="faint">None.</p>
        ) : (
          <>
            <ul>
              {status.faults.map((fault, index) => (
                <li key={index}>{faultInWords(fault)}</li>
              ))}
            </ul>
            <button type="button" onClick={() => void act('DELETE', 'faults', 'All faults have ended.')}>
              End all faults
            </button>
          </>
        )}
      </section>
      <Queues
        status={status}
        onRedrive={() => void act('POST', 'redrive', 'The dead letters are back in the retry queue.')}
      />
      <section class="part" aria-labelledby="alarms-title">
        <h2 id="alarms-title">Alarms</h2>
        <p class="faint">
          They are evaluated once a minute; <code>--minute 2</code> at the start makes a minute two seconds.
        </p>
        <AlarmsTable alarms={status?.alarms ?? []} />
      </section>
    </div>
  );
}

function FaultForm({ onFault }: { readonly onFault: (fault: unknown) => void }) {
  const [draft, setDraft] = useState(emptyFault);
  const set = (change: Partial<typeof draft>) => setDraft({ ...draft, ...change });
  const field = (name: 'action' | 'count' | 'seconds' | 'rate' | 'ms', label: string) => (
    <label>
      {label}
      <input
        value={draft[name]}
        inputMode={name === 'action' ? 'text' : 'decimal'}
        onInput={({ currentTarget }) => set({ [name]: currentTarget.value })}
      />
    </label>
  );
  const needsMs = ['slow', 'late', 'skew', 'crash'].includes(draft.mode);
  return (
    <form
      aria-labelledby="fault-title"
      onSubmit={(event) => {
        event.preventDefault();
        onFault(faultOf(draft));
      }}
    >
      <h2 id="fault-title">Cause a fault</h2>
      <fieldset class="buttons">
        <legend class="unseen">Ready-made</legend>
        {readyMade.map(([name, change]) => (
          <button key={name} type="button" onClick={() => setDraft({ ...emptyFault, ...change })}>
            {name}
          </button>
        ))}
      </fieldset>
      <div class="together">
        <label>
          Target
          <select
            value={draft.service}
            onChange={({ currentTarget: { value } }) => set({ service: value, mode: 'error', action: '' })}
          >
            {services.map((service) => (
              <option key={service}>{service}</option>
            ))}
          </select>
        </label>
        {!isFunction(draft.service) && field('action', 'Call (empty: all)')}
        <label>
          Failure
          <select value={draft.mode} onChange={({ currentTarget }) => set({ mode: currentTarget.value })}>
            {modesOf(draft.service).map((mode) => (
              <option key={mode}>{mode}</option>
            ))}
          </select>
        </label>
        {needsMs && field('ms', draft.mode === 'skew' ? 'Clock error (ms)' : 'Delay (ms)')}
        {field('count', 'Count')}
        {field('seconds', 'Duration (seconds)')}
        {field('rate', 'Probability (0 to 1)')}
      </div>
      <button type="submit" class="main">
        Cause the fault
      </button>
    </form>
  );
}

interface QueuesProps {
  readonly status: InboxStatus | undefined;
  readonly onRedrive: () => void;
}

function Queues({ status, onRedrive }: QueuesProps) {
  const { waiting = 0, retrying = 0, dead = 0 } = status?.queues ?? {};
  return (
    <section class="part" aria-labelledby="queues-title">
      <h2 id="queues-title">Queues</h2>
      <dl class="facts">
        <div>
          <dt>Waiting</dt>
          <dd>{waiting}</dd>
        </div>
        <div>
          <dt>In the retry queue</dt>
          <dd>{retrying}</dd>
        </div>
        <div>
          <dt>Dead letters</dt>
          <dd class={dead > 0 ? 'bad-text' : ''}>{dead}</dd>
        </div>
      </dl>
      <button type="button" disabled={dead === 0} onClick={onRedrive}>
        Redrive the dead letters
      </button>
    </section>
  );
}
