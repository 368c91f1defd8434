import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  compareWithSchemas,
  compareWithSent,
  objectsNamedBy,
} from '../../../src/second-opinions/ministack/read-findings';
import { planWorkload } from '../../../src/simulator/workload';

const plan = { seed: 1, callbacks: 2, mix: { mo: 1 }, imports: { count: 0, rows: 0 }, copies: 0 };
const callbacks = planWorkload(plan).map(({ callback }) => callback);
const deliveries = callbacks.map((callback) => ({
  callback,
  attempts: [],
  startedAtMs: 0,
  outcome: 'accepted' as const,
}));
const published = (key: string) => {
  const id = createHash('sha256').update(key).digest('hex');
  const detail = { metadata: { id }, data: { messageId: key.replace('mo ', '') } };
  return JSON.stringify({ 'detail-type': 'MO Message', detail });
};

test('each accepted callback has its event: nothing to say', () => {
  expect(
    compareWithSent(
      deliveries,
      callbacks.map(({ key }) => published(key)),
    ),
  ).toEqual([]);
});

test('a lost one, one that nobody sent and one that was never accepted are told', () => {
  const [first, second] = deliveries;
  if (first === undefined || second === undefined) throw new Error('two callbacks are needed');
  const refused = { ...second, outcome: 'error-queue' as const };
  expect(compareWithSent([first, refused], [published('mo other')])).toEqual([
    `never accepted: ${second.callback.key} (undefined)`,
    `accepted and lost: ${first.callback.key}`,
    'published, but never sent: mo other',
  ]);
});

test('an event is held to its schema', () => {
  const text = readFileSync(join(__dirname, '..', '..', '..', '..', '..', 'docs', 'EVENTS.md'), 'utf8');
  const [, example = ''] = /```json\n(\{\n[\s\S]*?"detail-type": "MO Message"[\s\S]*?)```/.exec(text) ?? [];
  const { detail } = JSON.parse(example);
  const event = (changed: object) => JSON.stringify({ 'detail-type': 'MO Message', detail: { ...detail, ...changed } });
  expect(compareWithSchemas([event({}), event({})])).toEqual([]);
  expect(compareWithSchemas([event({ data: null })])).toEqual([
    expect.stringContaining('MO Message does not match its schema: '),
  ]);
});

test('objects are found wherever an event names them', () => {
  const object = { bucket: 'b', key: 'k', size: 1 };
  expect(objectsNamedBy([{ detail: { data: { parts: [{ object }, { object: null }], key: 'x' } } }])).toEqual([
    { bucket: 'b', key: 'k' },
  ]);
});
