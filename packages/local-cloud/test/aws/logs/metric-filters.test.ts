import { readMetricFilters } from '../../../src/aws/logs/metric-filters';
import { deployTemplate } from '../../../src/template/deploy-template';

const filtersOf = (properties: Record<string, unknown>) =>
  readMetricFilters(
    deployTemplate(
      {
        Resources: {
          Filter: {
            Type: 'AWS::Logs::MetricFilter',
            Properties: {
              FilterPattern: '{ $.code = "Published" }',
              LogGroupName: '/aws/lambda/consumer',
              MetricTransformations: [{ MetricName: 'Published', MetricNamespace: 'N', MetricValue: '1' }],
              ...properties,
            },
          },
        },
      },
      { endpoint: 'http://127.0.0.1:1' },
    ),
  );

describe('the metric filters of the template', () => {
  it('count the lines of their log group that match', () => {
    const filtered = filtersOf({});
    const metric = { namespace: 'N', name: 'Published', dimensions: {} };
    expect(filtered('/aws/lambda/consumer', '{"code":"Published"}')).toEqual([{ metric, value: 1 }]);
    expect(filtered('/aws/lambda/consumer', '{"code":"Held"}')).toEqual([]);
    expect(filtered('/aws/lambda/ingest', '{"code":"Published"}')).toEqual([]);
  });

  it.each([
    [{ FilterPattern: '[a, b]' }, /patterns in brackets/],
    [
      { MetricTransformations: [{ MetricName: 'A', MetricNamespace: 'N', MetricValue: '$.size' }] },
      /the value \$\.size/,
    ],
    [
      { MetricTransformations: [{ MetricName: 'A', MetricNamespace: 'N', MetricValue: '1', Dimensions: [] }] },
      /Dimensions/,
    ],
  ])('that are not known here are refused: %j', (properties, sentence) => {
    expect(() => filtersOf(properties)).toThrow(sentence);
  });
});
