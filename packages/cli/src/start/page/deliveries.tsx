import type { CallbackTarget, TargetStep } from '../inbox/inbox-shapes';
import { Text } from './text';
import { clockTime, targetStates } from './words';

const words: Readonly<Record<string, string>> = {
  delivered: 'delivered',
  failed: 'failed for good',
  retried: 'will be retried',
  'function-retried': 'will be retried by Lambda',
  'dead-lettered': 'in its dead-letter queue',
  'dead-letter-failed': 'LOST: its dead-letter queue did not take it',
  dropped: 'LOST: it has no dead-letter queue',
};

interface DeliveriesProps {
  readonly deliveries: readonly CallbackTarget[];
  /** Shown when there is none. */
  readonly none: string;
}

/** What became of the event at each target of a rule, try by try. */
export function Deliveries({ deliveries, none }: DeliveriesProps) {
  if (deliveries.length === 0) {
    return <p class="faint">{none}</p>;
  }
  return (
    <ul class="deliveries">
      {deliveries.map(({ rule, target, state, steps }) => {
        const [word, look] = targetStates[state];
        return (
          <li key={`${rule} ${target}`}>
            <p>
              <span class={`badge ${look}`}>{word}</span> <strong>{target.split(':').at(-1)}</strong> by {rule}
            </p>
            <p class="faint arn">{target}</p>
            <ol class="steps">
              {steps.map((step, index) => (
                <Step key={index} step={step} />
              ))}
            </ol>
          </li>
        );
      })}
    </ul>
  );
}

function Step({ step: { at, step, detail, attempts, log } }: { readonly step: TargetStep }) {
  return (
    <li>
      <time dateTime={at}>{clockTime(at)}</time> {words[step] ?? step}
      {detail !== '' && (
        <>
          : <Text text={detail} />
        </>
      )}
      {attempts > 1 && ` (try ${attempts})`}
      {log.length > 0 && (
        <ul class="log" aria-label="What it wrote">
          {log.map((line, index) => (
            <li key={index}>
              <code>
                <Text text={line} />
              </code>
            </li>
          ))}
        </ul>
      )}
    </li>
  );
}
