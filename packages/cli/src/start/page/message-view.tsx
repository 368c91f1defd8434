import type { OutcomeShape } from '../inbox/inbox-shapes';
import { Part } from './parts';
import { Text } from './text';
import { clockTime, momentInWords } from './words';

/** The look of states that are good or bad news. */
const looks: Readonly<Record<string, string>> = {
  ...{ delivered: 'good', read: 'good', failed: 'bad', rejected: 'bad', expired: 'bad', overdue: 'bad' },
  ...{ undetermined: 'odd', 'presumed-delivered': 'odd' },
};

/** What became of the message that the callback is a receipt of, and the evidence. */
export function MessageView({ message }: { readonly message: OutcomeShape }) {
  const { state, messageId, evidence } = message;
  return (
    <Part title="What became of the message">
      <p class="became">
        {state === null ? (
          <span class="faint">Its receipts name no state.</span>
        ) : (
          <span class={`badge ${looks[state] ?? 'plain'}`}>{state}</span>
        )}{' '}
        <Text text={[messageId, ...wordsOf(message)].join(', ')} />
      </p>
      <ol class="steps" aria-label="Evidence">
        {evidence.map(({ eventId, source, state: says, at }) => (
          <li key={eventId}>
            <time dateTime={at}>{clockTime(at)}</time> {source}: {says ?? 'says nothing'}
          </li>
        ))}
      </ol>
    </Part>
  );
}

function wordsOf({ isFinal, version, since, error, parts, forwardedTo, corrects }: OutcomeShape): readonly string[] {
  return [
    ...(since === undefined ? [] : [`since ${momentInWords(since)}`, isFinal === true ? 'final' : 'not final']),
    ...(version > 0 ? [`version ${version}`] : []),
    ...(corrects ? [`corrects version ${corrects}`] : []),
    ...(parts ? [`${parts.delivered} of ${parts.total} parts delivered, ${parts.failed} failed`] : []),
    ...(error ? [`error: ${[error.kind, error.text].filter((word) => word !== null).join(', ')}`] : []),
    ...(forwardedTo ? [`sent instead as ${forwardedTo}`] : []),
  ];
}
