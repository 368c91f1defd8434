import { useEffect, useState } from 'preact/hooks';
import type { SampleShape, SendAnswer } from '../inbox/inbox-shapes';
import { ask, messageOf } from './ask';
import { type ReadyMadeSend, readyMadeRequest, readyMadeSends } from './ready-made-sends';

/** A click sends one, with a new id. */
export function ReadyMade() {
  const [samples, setSamples] = useState<readonly SampleShape[]>([]);
  const [told, setTold] = useState({ text: '', isBad: false });
  const fail = (error: unknown) => setTold({ text: messageOf(error), isBad: true });
  useEffect(() => {
    ask<readonly SampleShape[]>('GET', 'samples').then(setSamples, fail);
  }, []);
  const send = async (one: ReadyMadeSend) => {
    const request = readyMadeRequest(one, samples);
    if (request === undefined) return;
    try {
      const { sent } = await ask<SendAnswer>('POST', 'send', request);
      setTold({ text: `${one.name}: answered ${sent.map(({ status }) => status).join(' and ')}.`, isBad: false });
    } catch (error) {
      fail(error);
    }
  };
  const shown = readyMadeSends.filter((one) => readyMadeRequest(one, samples) !== undefined);
  return (
    <section class="ready-made" aria-labelledby="ready-made-title">
      <h3 id="ready-made-title">Ready-made</h3>
      <p class="faint">A click sends one, each time with a new id.</p>
      <div class="buttons">
        {shown.map((one) => (
          <button key={one.name} type="button" onClick={() => void send(one)}>
            {one.name}
          </button>
        ))}
      </div>
      <p role="status" class={told.isBad ? 'bad-text' : ''}>
        {told.text} {told.text !== '' && !told.isBad && <a href="#/">See it in the inbox</a>}
      </p>
    </section>
  );
}
