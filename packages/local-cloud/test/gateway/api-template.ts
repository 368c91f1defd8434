import type { RestApi } from '../../src/gateway/api-model';
import { readRestApi } from '../../src/gateway/read-rest-api';
import { deployTemplate } from '../../src/template/deploy-template';
import type { Deployment } from '../../src/template/deployment';

type Properties = Record<string, unknown>;
type Resources = Record<string, { readonly Type: string; readonly Properties: Properties }>;

export interface ApiParts {
  readonly api?: Properties;
  readonly stage?: Properties;
  /** `{ 'POST /sms/mo': { …more of the method's properties } }` */
  readonly methods?: Readonly<Record<string, Properties>>;
  readonly permission?: Properties | null;
  readonly more?: Resources;
}

export const functionArn = 'arn:aws:lambda:us-east-1:000000000000:function:Stack-Ingest';

/** A resource policy that allows one address. */
export function lettingIn(address: string): Properties {
  const Condition = { IpAddress: { 'aws:SourceIp': [address] } };
  const rest = { Principal: '*', Action: 'execute-api:Invoke', Resource: 'execute-api:/*' };
  return { Statement: [{ Effect: 'Allow', ...rest, Condition }] };
}

/** A template of one REST API with the parts that a test is about. */
export function apiTemplate({ api, stage, methods = { 'ANY /': {} }, permission, more }: ApiParts) {
  const Resources: Resources = {
    Api: { Type: 'AWS::ApiGateway::RestApi', Properties: { Name: 'api', BinaryMediaTypes: ['*/*'], ...api } },
    Deployment: { Type: 'AWS::ApiGateway::Deployment', Properties: { RestApiId: { Ref: 'Api' } } },
    Stage: {
      Type: 'AWS::ApiGateway::Stage',
      Properties: {
        RestApiId: { Ref: 'Api' },
        DeploymentId: { Ref: 'Deployment' },
        StageName: 'callbacks',
        ...stage,
      },
    },
    Ingest: { Type: 'AWS::Lambda::Function', Properties: {} },
    ...more,
  };
  if (permission !== null) Resources.Permission = permissionOf(permission ?? {});
  for (const [route, properties] of Object.entries(methods)) addMethod(Resources, route, properties);
  return { Resources };
}

export function readApi(parts: ApiParts): RestApi {
  return apiOf(deployTemplate(apiTemplate(parts), { endpoint: 'http://127.0.0.1:1' }));
}

/** @throws Error for a template without an API */
export function apiOf(deployment: Deployment): RestApi {
  const api = readRestApi(deployment);
  if (api === undefined) throw new Error('The template has no API.');
  return api;
}

function permissionOf(overrides: Properties): Resources[string] {
  return {
    Type: 'AWS::Lambda::Permission',
    Properties: {
      Action: 'lambda:InvokeFunction',
      FunctionName: { 'Fn::GetAtt': ['Ingest', 'Arn'] },
      Principal: 'apigateway.amazonaws.com',
      SourceArn: { 'Fn::Join': ['', ['arn:aws:execute-api:us-east-1:000000000000:', { Ref: 'Api' }, '/*/*/*']] },
      ...overrides,
    },
  };
}

function addMethod(resources: Resources, route: string, overrides: Properties): void {
  const [httpMethod = '', path = ''] = route.split(' ');
  let parent: unknown = { 'Fn::GetAtt': ['Api', 'RootResourceId'] };
  let id = 'Path';
  for (const part of path.split('/').filter((segment) => segment !== '')) {
    id += part.replace(/\W/g, '_');
    resources[id] = {
      Type: 'AWS::ApiGateway::Resource',
      Properties: { RestApiId: { Ref: 'Api' }, ParentId: parent, PathPart: part },
    };
    parent = { Ref: id };
  }
  const uri = ['arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/', { 'Fn::GetAtt': ['Ingest', 'Arn'] }];
  resources[`${id}Method${httpMethod}`] = {
    Type: 'AWS::ApiGateway::Method',
    Properties: {
      RestApiId: { Ref: 'Api' },
      ResourceId: parent,
      HttpMethod: httpMethod,
      AuthorizationType: 'NONE',
      Integration: {
        Type: 'AWS_PROXY',
        IntegrationHttpMethod: 'POST',
        TimeoutInMillis: 1800,
        Uri: { 'Fn::Join': ['', [...uri, '/invocations']] },
      },
      ...overrides,
    },
  };
}
