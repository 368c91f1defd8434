import { localOutputs } from '../../src/stack/local-outputs';
import { readStack } from '../../src/stack/read-stack';
import { type ApiParts, apiTemplate } from '../gateway/api-template';

const queue = { Type: 'AWS::SQS::Queue', Properties: {} };
const role = { Type: 'AWS::IAM::Role', Properties: {} };
const supported = functionWith({ Runtime: `nodejs${process.versions.node.split('.')[0]}.x` });
const mapping = {
  Type: 'AWS::Lambda::EventSourceMapping',
  Properties: { EventSourceArn: { 'Fn::GetAtt': ['Queue', 'Arn'] }, FunctionName: { Ref: 'Consumer' } },
};
const parts = { Role: role, Queue: queue, Ingest: supported, Consumer: supported, Mapping: mapping };

describe('a stack', () => {
  it('is supported with the functions that its API and its mappings call', () => {
    const { functions, mappings } = stackOf({ more: parts });
    expect(functions.map(({ logicalId }) => logicalId)).toEqual(['Ingest', 'Consumer']);
    expect(mappings).toEqual([expect.objectContaining({ functionLogicalId: 'Consumer', roleLogicalId: 'Role' })]);
  });

  it('may have functions of the customer’s, of any kind: they are not supported', () => {
    const more = { ...parts, Customers: functionWith({ Runtime: 'python3.13', VpcConfig: {} }) };
    expect(stackOf({ more }).functions.map(({ logicalId }) => logicalId)).not.toContain('Customers');
  });

  it('differs behind the server where a queue or a grant does, and not where a function does', () => {
    const base = stackOf({ more: parts }).behindTheServer;
    const otherFunction = { ...parts, Ingest: { ...supported, Properties: { ...supported.Properties, Timeout: 2 } } };
    expect(stackOf({ more: otherFunction }).behindTheServer).toBe(base);
    const otherQueue = { ...parts, Queue: { ...queue, Properties: { VisibilityTimeout: 7 } } };
    expect(stackOf({ more: otherQueue }).behindTheServer).not.toBe(base);
  });

  it('needs no API', () => {
    const { api, functions, deployment } = read({
      Resources: { Role: role, Queue: queue, Consumer: supported, Mapping: mapping },
      Outputs: { Queue: { Value: { Ref: 'Queue' } } },
    });
    expect(api).toBeUndefined();
    expect(functions.map(({ logicalId }) => logicalId)).toEqual(['Consumer']);
    const outputs = localOutputs({ deployment, api }, 'http://127.0.0.1:8787');
    expect(outputs).toEqual({ Queue: 'http://127.0.0.1:1/000000000000/Stack-Queue' });
  });
});

describe('outputs', () => {
  it('have the API’s URLs as they are on this machine, and all others as they are', () => {
    const { deployment, api } = read({
      ...apiTemplate({ more: parts }),
      Outputs: {
        SmsMoUrl: {
          Value: {
            'Fn::Join': ['', ['https://', { Ref: 'Api' }, '.execute-api.us-east-1.amazonaws.com/callbacks/sms/mo']],
          },
        },
        Queue: { Value: { Ref: 'Queue' } },
      },
    });
    expect(localOutputs({ deployment, api }, 'http://127.0.0.1:8787')).toEqual({
      SmsMoUrl: 'http://127.0.0.1:8787/callbacks/sms/mo',
      Queue: 'http://127.0.0.1:1/000000000000/Stack-Queue',
    });
  });

  it('have the stage in the place of the custom domain', () => {
    const Domain = { Type: 'AWS::ApiGateway::DomainName', Properties: { DomainName: 'callbacks.example.com' } };
    const { deployment, api } = read({
      ...apiTemplate({ more: { ...parts, Domain } }),
      Outputs: { SmsMoUrl: { Value: 'https://callbacks.example.com/sms/mo' } },
    });
    expect(localOutputs({ deployment, api }, 'http://127.0.0.1:8787')).toEqual({
      SmsMoUrl: 'http://127.0.0.1:8787/callbacks/sms/mo',
    });
  });
});

function functionWith(properties: Record<string, unknown>) {
  const Role = { 'Fn::GetAtt': ['Role', 'Arn'] };
  return {
    Type: 'AWS::Lambda::Function',
    Properties: { Code: { S3Key: 'abc.zip' }, Handler: 'index.handler', Role, ...properties },
  };
}

function stackOf(api: ApiParts) {
  return read(apiTemplate(api));
}

function read(template: Parameters<typeof readStack>[0]['template']) {
  const assetDirectory = (key: string) => `/assembly/${key}`;
  return readStack(
    { directory: '/assembly', stackName: 'Stack', template, assetDirectory },
    'http://127.0.0.1:1',
    '/inline',
  );
}
