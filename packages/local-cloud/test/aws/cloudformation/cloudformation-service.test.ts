import { createCloudFormationService } from '../../../src/aws/cloudformation/cloudformation-service';
import { createStackEvents } from '../../../src/stack/stack-events';
import { deployTemplate } from '../../../src/template/deploy-template';
import type { Template } from '../../../src/template/template';
import { ask, needs } from '../../support/ask';

const stackId = /^arn:aws:cloudformation:us-east-1:000000000000:stack\/VibesCallbacks\/[0-9a-f-]{36}$/;

function given(queues = 2) {
  const names = Array.from({ length: queues }, (_, index) => `Queue${index}`);
  const template: Template = {
    Resources: Object.fromEntries(names.map((name) => [name, { Type: 'AWS::SQS::Queue' }])),
    Outputs: { Url: { Value: { Ref: 'Queue0' }, Description: 'the queue' } },
  };
  const deployment = deployTemplate(template, { endpoint: 'http://127.0.0.1:1' });
  const outputs = { Url: 'http://127.0.0.1:8787/callbacks/' };
  const deployedAt = new Date(0);
  const events = createStackEvents();
  events.deployed('VibesCallbacks', undefined, template, deployedAt);
  const { Queue1: _gone, ...others } = template.Resources;
  const changed = { Queue0: { Type: 'AWS::SQS::Queue', Properties: { DelaySeconds: 1 } } };
  const added = { Topic: { Type: 'AWS::SNS::Topic' } };
  events.deployed('VibesCallbacks', template, { Resources: { ...others, ...changed, ...added } }, new Date(1_000));
  const stack = { stackName: 'VibesCallbacks', template, deployment, outputs, deployedAt, events: events.list() };
  const service = createCloudFormationService(() => stack);
  return {
    ask: (action: string, input = {}) => ask(service, 'cloudformation', action, input),
    needs: (action: string, input = {}) => needs(service, 'cloudformation', action, input),
  };
}

describe('CloudFormation', () => {
  it('describes the stack with its outputs as they are on this machine', async () => {
    const answer = await given().ask('DescribeStacks', { StackName: 'VibesCallbacks' });
    expect(answer.Stacks).toEqual([
      expect.objectContaining({
        StackId: expect.stringMatching(stackId),
        StackName: 'VibesCallbacks',
        StackStatus: 'UPDATE_COMPLETE',
        Outputs: [{ OutputKey: 'Url', OutputValue: 'http://127.0.0.1:8787/callbacks/', Description: 'the queue' }],
      }),
    ]);
    expect(await given().ask('DescribeStacks')).toEqual(answer);
  });

  it('knows no other stack', async () => {
    for (const action of ['DescribeStacks', 'ListStackResources', 'DescribeStackEvents', 'GetTemplate']) {
      expect(await given().ask(action, { StackName: 'Other' })).toMatchObject({
        error: 'ValidationError',
        message: 'Stack with id Other does not exist',
      });
    }
  });

  it('lists what each deployment changed, newest first', async () => {
    const { StackEvents } = await given().ask('DescribeStackEvents', { StackName: 'VibesCallbacks' });
    const lines = (StackEvents as readonly Record<string, unknown>[]).map(
      (event) => `${event.Timestamp} ${event.LogicalResourceId} ${event.ResourceStatus}`,
    );
    expect(lines).toEqual([
      '1 VibesCallbacks UPDATE_COMPLETE',
      '1 Queue1 DELETE_COMPLETE',
      '1 Topic CREATE_COMPLETE',
      '1 Queue0 UPDATE_COMPLETE',
      '1 VibesCallbacks UPDATE_IN_PROGRESS',
      '0 VibesCallbacks CREATE_COMPLETE',
      '0 Queue1 CREATE_COMPLETE',
      '0 Queue0 CREATE_COMPLETE',
      '0 VibesCallbacks CREATE_IN_PROGRESS',
    ]);
    const [first] = StackEvents as readonly Record<string, unknown>[];
    expect(first?.PhysicalResourceId).toBe(first?.StackId);
    expect(given().needs('DescribeStackEvents', { StackName: 'VibesCallbacks' })[0]).toContain(
      'cloudformation:DescribeStackEvents arn:aws:cloudformation:us-east-1:000000000000:stack/VibesCallbacks/',
    );
  });

  it('lists a hundred resources a page', async () => {
    const { ask } = given(101);
    const first = await ask('ListStackResources', { StackName: 'VibesCallbacks' });
    expect(first.StackResourceSummaries).toHaveLength(100);
    const second = await ask('ListStackResources', { StackName: 'VibesCallbacks', NextToken: first.NextToken });
    expect(second.NextToken).toBeUndefined();
    expect(second.StackResourceSummaries).toMatchObject([
      {
        LogicalResourceId: 'Queue100',
        PhysicalResourceId: 'http://127.0.0.1:1/000000000000/Stack-Queue100',
        ResourceType: 'AWS::SQS::Queue',
      },
    ]);
  });

  it('gives the template', async () => {
    const { TemplateBody } = await given(1).ask('GetTemplate', { StackName: 'VibesCallbacks' });
    expect(JSON.parse(String(TemplateBody)).Resources).toEqual({ Queue0: { Type: 'AWS::SQS::Queue' } });
  });

  it('asks for a permission on the stack', () => {
    const [need] = given().needs('ListStackResources', { StackName: 'VibesCallbacks' });
    const [action, resource] = String(need).split(' ');
    expect(action).toBe('cloudformation:ListStackResources');
    expect(resource).toMatch(stackId);
    expect(given().needs('DescribeStacks')).toEqual(['cloudformation:DescribeStacks *']);
    expect(given().needs('DescribeStacks', { StackName: 'Other' })[0]).toContain(':stack/Other/');
  });

  it('refuses what it does not support', async () => {
    expect(await given().ask('DeleteStack', { StackName: 'VibesCallbacks' })).toMatchObject({
      error: 'InvalidAction',
      message: 'The local cloud does not support cloudformation:DeleteStack.',
    });
  });
});
