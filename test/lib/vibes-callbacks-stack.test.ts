import { CfnResource, Validations } from 'aws-cdk-lib';
import { EventBus } from 'aws-cdk-lib/aws-events';
import { EventBus as EventBusTarget } from 'aws-cdk-lib/aws-events-targets';
import { AwsSolutionsChecks } from 'cdk-nag';
import { VibesCallbacksStack, type VibesCallbacksStackProps } from '../../lib/vibes-callbacks-stack';
import { testApp } from './synth-now';

const everything: VibesCallbacksStackProps = {
  messageOutcomes: true,
  rbmSecret: 'create',
  alarmEmail: 'oncall@example.com',
  mutualTls: {
    domainName: 'callbacks.example.com',
    certificateArn: 'arn:aws:acm:us-east-1:123456789012:certificate/11111111-2222-4333-8444-555555555555',
    truststoreUri: 's3://trust-bucket/vibes/ca.pem',
  },
};

test.each([
  [{}, true],
  [{ removalPolicy: 'destroy' }, false],
  [{ terminationProtection: false }, false],
  [{ removalPolicy: 'destroy', terminationProtection: true }, true],
] as [VibesCallbacksStackProps, boolean][])('with %j its termination protection is %s', (props, protection) => {
  expect(new VibesCallbacksStack(testApp(), 'Stack', props).terminationProtection).toBe(protection);
});

/** The ids of the rules of AwsSolutions that the stack breaks without leave. */
function brokenRules(props: VibesCallbacksStackProps): string[] {
  const app = testApp();
  const { callbacks } = new VibesCallbacksStack(app, 'Stack', props);
  const bus = EventBus.fromEventBusArn(callbacks, 'Elsewhere', 'arn:aws:events:us-east-1:123456789012:event-bus/x');
  callbacks.onCallback('Orders', { types: ['MO Message'], target: new EventBusTarget(bus) });
  return new AwsSolutionsChecks(app).validateScope(app).violations.map(({ ruleName }) => ruleName);
}

test.each([{}, everything])('AwsSolutions finds nothing in %j', (props) => {
  expect(brokenRules(props)).toEqual([]);
});

test('every rule that is let off is broken, and for a reason', () => {
  const acknowledge = jest.spyOn(Validations.prototype, 'acknowledge').mockReturnValue();
  const broken = brokenRules(everything);
  const letOff = acknowledge.mock.calls.flat();
  acknowledge.mockRestore();
  expect([...new Set(letOff.map(({ id }) => id))].sort()).toEqual(broken.sort());
  for (const { reason } of letOff) expect(reason).toMatch(/^[A-Z].{40,}\.$/);
});

describe("CDK's rules for templates", () => {
  const { CDK_VALIDATION } = process.env;
  beforeAll(() => {
    process.env.CDK_VALIDATION = 'true';
  });
  afterAll(() => {
    process.env.CDK_VALIDATION = CDK_VALIDATION;
  });

  /** @param change made to the ledger */
  function synthesize(change: (ledger: CfnResource) => void = () => undefined): void {
    const app = testApp();
    const stack = new VibesCallbacksStack(app, 'Stack', everything);
    Validations.of(stack).acknowledge({
      id: 'Annotation::vibes-callbacks:mutual-tls-policy',
      reason: 'Nothing is deployed.',
    });
    const found = stack.node
      .findAll()
      .find((one) => CfnResource.isCfnResource(one) && one.cfnResourceType === 'AWS::DynamoDB::Table');
    if (!(found instanceof CfnResource)) throw new Error('no ledger');
    change(found);
    app.synth();
  }

  test('accept the stack with every setting', () => {
    expect(() => synthesize()).not.toThrow();
  });

  test('refuse a property that CloudFormation would refuse', () => {
    expect(() => synthesize((ledger) => ledger.addPropertyOverride('BillingMode', 'PER_REQUESTS'))).toThrow();
  });
});
