import { embeddedMetrics } from '../../../../src/aws/cloudwatch/metrics/embedded-metrics';

const line = (directive: object, members: object) =>
  JSON.stringify({ _aws: { Timestamp: 1, CloudWatchMetrics: [directive] }, ...members });

describe('a line in the embedded metric format', () => {
  it('is a value for each metric and set of dimensions', () => {
    const directive = {
      Namespace: 'N',
      Dimensions: [['Scope'], ['Scope', 'V']],
      Metrics: [{ Name: 'A' }, { Name: 'B' }],
    };
    expect(embeddedMetrics(line(directive, { Scope: 's', V: 2, A: 1, B: [3, 4] })).data).toEqual([
      { metric: { namespace: 'N', name: 'A', dimensions: { Scope: 's' } }, value: 1 },
      { metric: { namespace: 'N', name: 'A', dimensions: { Scope: 's', V: '2' } }, value: 1 },
      { metric: { namespace: 'N', name: 'B', dimensions: { Scope: 's' } }, value: 3 },
      { metric: { namespace: 'N', name: 'B', dimensions: { Scope: 's', V: '2' } }, value: 3 },
      { metric: { namespace: 'N', name: 'B', dimensions: { Scope: 's' } }, value: 4 },
      { metric: { namespace: 'N', name: 'B', dimensions: { Scope: 's', V: '2' } }, value: 4 },
    ]);
  });

  it('has no dimensions where it names none, and no value that is not a number', () => {
    const directive = { Namespace: 'N', Metrics: [{ Name: 'A' }, { Name: 'B' }] };
    expect(embeddedMetrics(line(directive, { A: 1, B: 'x' })).data).toEqual([
      { metric: { namespace: 'N', name: 'A', dimensions: {} }, value: 1 },
    ]);
  });

  it('happened when it says', () => {
    const directive = { Namespace: 'N', Metrics: [{ Name: 'A' }] };
    expect(embeddedMetrics(line(directive, { A: 1 })).atMs).toBe(1);
    expect(embeddedMetrics(JSON.stringify({ _aws: { CloudWatchMetrics: [directive] }, A: 1 })).atMs).toBeUndefined();
  });

  it.each(['{"level":"info"}', 'text with "_aws"', '{"_aws":', '{"_aws":{}}'])('%s has none', (text) => {
    expect(embeddedMetrics(text).data).toEqual([]);
  });
});
