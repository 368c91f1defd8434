import { SqsQueue } from 'aws-cdk-lib/aws-events-targets';
import { Queue } from 'aws-cdk-lib/aws-sqs';
import { metricNamespace } from '../../lambda/shared/metric-names';
import { ofType, synthesize, theOnly } from './synth';

const all = synthesize({}, (callbacks, stack) => {
  callbacks.onCallback('Orders', { types: ['MO Message'], target: new SqsQueue(new Queue(stack, 'Orders')) });
});
const [, { Properties }] = theOnly(all, 'AWS::CloudWatch::Dashboard');

interface Widget {
  readonly type: string;
  readonly y: number;
  readonly properties: Readonly<Record<string, unknown>>;
}

/** With each reference in its place, as `<logical id>`. */
function widgetsOf(body: unknown): readonly Widget[] {
  const { 'Fn::Join': [, parts] = ['', []] } = body as { 'Fn::Join'?: [string, unknown[]] };
  const text = parts.map((part) =>
    typeof part === 'string' ? part : `<${JSON.stringify(part).replace(/\W+/g, '.')}>`,
  );
  return JSON.parse(text.join('')).widgets;
}

const widgets = widgetsOf(Properties.DashboardBody);
const titles = widgets.map(({ properties }) => properties.title ?? String(properties.markdown).split('\n')[0]);

test('the two figures that matter and the alarms come first', () => {
  expect(titles.slice(0, 3)).toEqual([
    'Age of the oldest unpublished callback, in seconds',
    'Dead letters: SQS deletes each after 14 days',
    'Alarms',
  ]);
  expect(widgets.slice(0, 3).map(({ y }) => y)).toEqual([0, 0, 0]);
});

test("then the callback's way, from the gateway to the rules", () => {
  const headings = widgets.filter(({ type }) => type === 'text').map(({ properties }) => properties.markdown);
  expect(headings.map((text) => String(text).split('\n')[0])).toEqual([
    '## 1. Vibes calls',
    '## 2. Ingest stores',
    '## 3. The queues hold',
    '## 4. The consumer publishes',
    '## 5. Your systems receive',
  ]);
  const depths = widgets.map(({ y }) => y);
  expect(depths).toEqual([...depths].sort((left, right) => left - right));
});

test('with outcomes it has a line for each state, from what their function logs', () => {
  const [, { Properties: shown }] = theOnly(synthesize({ messageOutcomes: true }), 'AWS::CloudWatch::Dashboard');
  const logs = widgetsOf(shown.DashboardBody).filter(({ type }) => type === 'log');
  expect(logs).toHaveLength(1);
  expect(logs[0]?.properties).toMatchObject({
    view: 'table',
    query: expect.stringMatching(/OutcomesServiceLogs.*\| filter code = "OutcomePublished"\n\| stats count/),
  });
  expect(widgets.filter(({ type }) => type === 'log')).toEqual([]);
});

test('every alarm is on it, those too that are added after it', () => {
  const shown = widgets.find(({ type }) => type === 'alarm')?.properties.alarms as unknown[];
  const alarms = [...ofType(all, 'AWS::CloudWatch::Alarm'), ...ofType(all, 'AWS::CloudWatch::CompositeAlarm')];
  expect(shown).toHaveLength(alarms.length);
});

test('the age of the oldest counts both queues', () => {
  expect(JSON.stringify(widgets[0])).toContain('MAX([FILL(first, 0)');
  const queues = JSON.stringify(widgets[0]).match(/<\.Fn\.GetAtt\.\w+\.QueueName\.>/g);
  expect(new Set(queues).size).toBe(2);
});

test('each subscription has a line for what is undelivered, and without one there is no such part', () => {
  const shown = widgets.find(({ properties }) => properties.title === 'Undelivered events');
  expect(JSON.stringify(shown?.properties.metrics)).toMatch(/OrdersUndelivered\w+\.QueueName.*"label":"Orders"/);
  const [, none] = theOnly(synthesize(), 'AWS::CloudWatch::Dashboard');
  expect(JSON.stringify(none.Properties.DashboardBody)).not.toContain('Undelivered');
});

test('what it shows of the functions is what they count', () => {
  const text = JSON.stringify(widgets);
  expect(text).toContain(`["${metricNamespace}","StoreFailed","Scope","Stack"`);
});

test('dashboard=false leaves the dashboard out', () => {
  expect(ofType(synthesize({ dashboard: false }), 'AWS::CloudWatch::Dashboard')).toEqual([]);
});
