import type { Template } from '../../../local-cloud/src/template/template';
import { changeTemplate } from '../../src/conformance/stack-change';

const template: Template = {
  Resources: {
    CallbacksQueue1: { Type: 'AWS::SQS::Queue', Properties: { VisibilityTimeout: 90, RedrivePolicy: {} } },
    DeadLetters1: { Type: 'AWS::SQS::Queue', Properties: { MessageRetentionPeriod: 1_209_600 } },
    Throttled: { Type: 'AWS::ApiGateway::GatewayResponse', Properties: { ResponseType: 'THROTTLED' } },
  },
};

describe('changeTemplate', () => {
  it('lays properties over every resource of a type', () => {
    const { Resources } = changeTemplate(template, { properties: { 'AWS::SQS::Queue': { VisibilityTimeout: 7 } } });
    expect(Resources.CallbacksQueue1?.Properties).toEqual({ VisibilityTimeout: 7, RedrivePolicy: {} });
    expect(Resources.DeadLetters1?.Properties).toEqual({ VisibilityTimeout: 7, MessageRetentionPeriod: 1_209_600 });
  });

  it('changes only resources of the given name', () => {
    const change = { only: 'CallbacksQueue', properties: { 'AWS::SQS::Queue': { VisibilityTimeout: 7 } } };
    const { Resources } = changeTemplate(template, change);
    expect(Resources.CallbacksQueue1?.Properties?.VisibilityTimeout).toBe(7);
    expect(Resources.DeadLetters1).toBe(template.Resources.DeadLetters1);
  });

  it('changes an object of a resource and leaves the rest of it', () => {
    const redrive: Template = {
      Resources: {
        Queue: {
          Type: 'AWS::SQS::Queue',
          Properties: { RedrivePolicy: { maxReceiveCount: 5, deadLetterTargetArn: 'a' } },
        },
      },
    };
    const change = { properties: { 'AWS::SQS::Queue': { RedrivePolicy: { maxReceiveCount: 2 } } } };
    expect(changeTemplate(redrive, change).Resources.Queue?.Properties).toEqual({
      RedrivePolicy: { maxReceiveCount: 2, deadLetterTargetArn: 'a' },
    });
  });

  it('takes properties away', () => {
    const { Resources } = changeTemplate(template, { without: { 'AWS::SQS::Queue': ['RedrivePolicy'] } });
    expect(Resources.CallbacksQueue1?.Properties).toEqual({ VisibilityTimeout: 90 });
  });

  it('takes resources out', () => {
    const remove = { type: 'AWS::ApiGateway::GatewayResponse', property: 'ResponseType', values: ['THROTTLED'] };
    expect(Object.keys(changeTemplate(template, { remove }).Resources)).toEqual(['CallbacksQueue1', 'DeadLetters1']);
  });

  it('leaves the template that it was given', () => {
    changeTemplate(template, { properties: { 'AWS::SQS::Queue': { VisibilityTimeout: 7 } } });
    expect(template.Resources.CallbacksQueue1?.Properties?.VisibilityTimeout).toBe(90);
  });

  it('refuses a change that meets nothing', () => {
    expect(() => changeTemplate(template, { properties: { 'AWS::SNS::Topic': { TopicName: 'a' } } })).toThrow(
      'nothing that this would change',
    );
  });

  it('takes a change of a bundle alone as it is', () => {
    expect(changeTemplate(template, { bundle: [{ function: 'ingest', from: 'a', to: 'b' }] })).toEqual(template);
  });
});
