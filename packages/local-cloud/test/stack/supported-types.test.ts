import { unsupportedTypes } from '../../src/stack/supported-types';

it('what has no part in the run is named with its number', () => {
  const Resources = {
    Api: { Type: 'AWS::ApiGateway::RestApi' },
    Queue: { Type: 'AWS::SQS::Queue' },
    One: { Type: 'AWS::Budgets::Budget' },
    Two: { Type: 'AWS::Budgets::Budget' },
    Other: { Type: 'AWS::EC2::VPC' },
    Metadata: { Type: 'AWS::CDK::Metadata' },
  };
  expect(unsupportedTypes({ Resources }, ['AWS::SQS::Queue'])).toEqual([
    '1 × AWS::EC2::VPC',
    '2 × AWS::Budgets::Budget',
  ]);
});
