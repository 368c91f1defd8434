import { useEffect, useState } from 'preact/hooks';
import { detailTypes } from '../../../../../lambda/reader/families';
import type { CallbackWay, SampleShape, SendAnswer, SendRequest } from '../inbox/inbox-shapes';
import { ask, askBytes, messageOf } from './ask';
import { callbackOf, type Draft, draftOf, draftOfCallback, emptyDraft, withBody } from './draft';
import { ReadyMade } from './ready-made';

interface SendProps {
  readonly sample: string | undefined;
  /** A callback that came before, to be sent again. */
  readonly callbackId: number | undefined;
}

const firstSample = 'mo-message-keyword';

/** Sends a sample or an earlier callback as Vibes would: edited or not, once or twice. */
export function SendView({ sample = firstSample, callbackId }: SendProps) {
  const [samples, setSamples] = useState<readonly SampleShape[]>([]);
  const [chosen, setChosen] = useState(callbackId === undefined ? sample : '');
  const [draft, setDraft] = useState<Draft>(emptyDraft);
  const [ways, setWays] = useState({ authenticate: true, newId: false });
  const [told, setTold] = useState<Told>({ text: '', isBad: false });
  useEffect(() => {
    const fail = (error: unknown) => setTold({ text: messageOf(error), isBad: true });
    ask<readonly SampleShape[]>('GET', 'samples')
      .then((all) => {
        setSamples(all);
        const found = all.find(({ name }) => name === sample);
        if (callbackId === undefined && found !== undefined) setDraft(draftOf(found));
      })
      .catch(fail);
    if (callbackId !== undefined) readCallback(callbackId).then(setDraft, fail);
  }, []);
  const choose = (name: string) => {
    setChosen(name);
    const found = samples.find((one) => one.name === name);
    if (found !== undefined) setDraft(draftOf(found));
  };
  const send = async (copies: number) => {
    try {
      const request: SendRequest = { ...callbackOf(draft), ...ways, copies };
      const { sent } = await ask<SendAnswer>('POST', 'send', request);
      setTold({ text: `Answered ${sent.map(({ status }) => status).join(' and ')}.`, isBad: false });
    } catch (error) {
      setTold({ text: messageOf(error), isBad: true });
    }
  };
  return (
    <div class="send-view">
      <h2>Send</h2>
      <ReadyMade />
      <form
        class="send"
        aria-labelledby="send-title"
        onSubmit={(event) => {
          event.preventDefault();
          void send(1);
        }}
      >
        <h3 id="send-title">Edit and send a callback</h3>
        <label>
          Sample
          <select value={chosen} onChange={({ currentTarget }) => choose(currentTarget.value)}>
            {callbackId !== undefined && <option value="">callback {callbackId}, as it came</option>}
            {detailTypes.map((family) => (
              <optgroup key={family} label={family}>
                {samples
                  .filter((one) => one.family === family)
                  .map(({ name }) => (
                    <option key={name} value={name}>
                      {name}
                    </option>
                  ))}
              </optgroup>
            ))}
          </select>
        </label>
        <DraftFields draft={draft} onDraft={setDraft} />
        <Check
          label="With the password or signature that the route requires"
          isOn={ways.authenticate}
          onChange={(authenticate) => setWays({ ...ways, authenticate })}
        />
        <Check
          label="With a new id, so that it is not a repeat"
          isOn={ways.newId}
          onChange={(newId) => setWays({ ...ways, newId })}
        />
        <div class="buttons">
          <button type="submit" class="main">
            Send
          </button>
          <button type="button" onClick={() => void send(2)}>
            Send twice
          </button>
        </div>
        <p role="status" class={told.isBad ? 'bad-text' : ''}>
          {told.text} {told.text !== '' && !told.isBad && <a href="#/">See it in the inbox</a>}
        </p>
      </form>
    </div>
  );
}

interface Told {
  readonly text: string;
  readonly isBad: boolean;
}

async function readCallback(id: number): Promise<Draft> {
  const { request } = await ask<CallbackWay>('GET', `callbacks/${id}`);
  if (request === null || request.body === null) throw new Error('The bytes of this callback are no longer kept.');
  return draftOfCallback(request, await askBytes(request.body.url));
}

function DraftFields({ draft, onDraft }: { readonly draft: Draft; readonly onDraft: (draft: Draft) => void }) {
  return (
    <>
      <div class="together">
        <label class="short">
          Method
          <input
            value={draft.method}
            onInput={({ currentTarget }) => onDraft({ ...draft, method: currentTarget.value.toUpperCase() })}
          />
        </label>
        <label>
          Path
          <input value={draft.path} onInput={({ currentTarget }) => onDraft({ ...draft, path: currentTarget.value })} />
        </label>
      </div>
      <label>
        Headers, one a line
        <textarea
          rows={3}
          spellcheck={false}
          value={draft.headers}
          onInput={({ currentTarget }) => onDraft({ ...draft, headers: currentTarget.value })}
        />
      </label>
      <label>
        Body
        <textarea
          rows={12}
          spellcheck={false}
          readOnly={draft.body === undefined}
          value={draft.body ?? 'These bytes are not text: they are sent as they are.'}
          onInput={({ currentTarget }) => onDraft(withBody(draft, currentTarget.value))}
        />
      </label>
    </>
  );
}

interface CheckProps {
  readonly label: string;
  readonly isOn: boolean;
  readonly onChange: (isOn: boolean) => void;
}

function Check({ label, isOn, onChange }: CheckProps) {
  return (
    <label class="check">
      <input type="checkbox" checked={isOn} onChange={({ currentTarget }) => onChange(currentTarget.checked)} />
      {label}
    </label>
  );
}
