import type { AlarmShape } from '../inbox/inbox-shapes';
import { clockTime } from './words';

const looks: Readonly<Record<string, readonly [string, string]>> = {
  ALARM: ['fires', 'bad'],
  OK: ['OK', 'good'],
  INSUFFICIENT_DATA: ['no data yet', 'plain'],
};

/** Those that fire come first. */
export function AlarmsTable({ alarms }: { readonly alarms: readonly AlarmShape[] }) {
  const rank = ({ state }: AlarmShape) => (state === 'ALARM' ? 0 : 1);
  const sorted = [...alarms].sort((a, b) => rank(a) - rank(b) || a.name.localeCompare(b.name));
  return (
    <ul class="alarms">
      {sorted.map((alarm) => {
        const [word = alarm.state, look = 'plain'] = looks[alarm.state] ?? [];
        return (
          <li key={alarm.name} class={alarm.state === 'ALARM' ? 'fires' : ''}>
            <p>
              <span class={`badge ${look}`}>{word}</span> <strong>{alarm.name}</strong>{' '}
              <span class="faint">
                since <time dateTime={alarm.since}>{clockTime(alarm.since)}</time>
              </span>
            </p>
            {alarm.state === 'ALARM' && (
              <p>
                {alarm.reason} {alarm.runbook !== null && <code>{alarm.runbook}</code>}
              </p>
            )}
          </li>
        );
      })}
    </ul>
  );
}
