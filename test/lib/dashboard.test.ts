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
    'Dead letters: lost after 14 days if nobody acts',
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

test('there is none where none is wanted', () => {
  expect(ofType(synthesize({ dashboard: false }), 'AWS::CloudWatch::Dashboard')).toEqual([]);
});

test('with message outcomes it has a line for each state, read from the log when someone looks', () => {
  const [, resource] = theOnly(synthesize({ messageOutcomes: true }), 'AWS::CloudWatch::Dashboard');
  const [last] = widgetsOf(resource.Properties.DashboardBody).slice(-1);
  expect(last?.type).toBe('log');
  expect(last?.properties).toMatchObject({ title: 'Message outcomes by state', view: 'timeSeries', stacked: false });
  const query = String(last?.properties.query);
  expect(query).toMatch(/^SOURCE '<\.Ref\.\w*Outcomes\w*\.>' \| filter code = "OutcomePublished"\n\| stats /);
  expect(query).toContain('sum(strcontains(concat("=", state), "=presumed-delivered")) as presumedDelivered');
  expect(query.match(/ as \w+/g)).toHaveLength(12);
  expect(titles).not.toContain('Message outcomes by state');
});
