import { matchResource } from '../../src/gateway/match-resource';
import { readRestApi } from '../../src/gateway/read-rest-api';
import { deployTemplate } from '../../src/template/deploy-template';
import { apiTemplate, readApi } from './api-template';

const stage = (properties: Record<string, unknown>) => ({
  Type: 'AWS::ApiGateway::Stage',
  Properties: { RestApiId: { Ref: 'Api' }, DeploymentId: { Ref: 'Deployment' }, StageName: 'other', ...properties },
});
const domain = { Type: 'AWS::ApiGateway::DomainName', Properties: { DomainName: 'callbacks.example.com' } };

describe('the API of the template', () => {
  it('is found with its stage, its region and its account', () => {
    const api = readApi({});
    expect(api).toMatchObject({
      accountId: '000000000000',
      region: 'us-east-1',
      stageName: 'callbacks',
      otherStageNames: [],
      ownEndpoint: true,
      deploymentId: expect.stringMatching(/./),
    });
    expect(api).not.toHaveProperty('customDomain');
  });

  it('has a resource for each path, parameters and a greedy end', () => {
    const { root } = readApi({ methods: { 'POST /sms/mo': {}, 'GET /a/{id}/b': {}, 'ANY /{proxy+}': {} } });
    expect(matchResource(root, '/sms/mo')?.node.path).toBe('/sms/mo');
    expect(matchResource(root, '/a/7/b')).toMatchObject({ node: { path: '/a/{id}/b' }, parameters: { id: '7' } });
    expect(matchResource(root, '/x/y')).toMatchObject({ node: { path: '/{proxy+}' }, parameters: { proxy: 'x/y' } });
    expect(matchResource(root, '/')?.node.methods.size).toBe(0);
  });

  it.each<[patterns: readonly string[], types: Readonly<Record<string, boolean>>]>([
    [['*/*'], { 'text/xml': true, '': true }],
    [
      ['image/*', 'application/json'],
      { 'image/png': true, 'application/json; charset=utf-8': true, 'text/xml': false, '': false },
    ],
    [[], { 'text/xml': false }],
  ])('takes as bytes what %j says', (BinaryMediaTypes, types) => {
    const { isBinary } = readApi({ api: { BinaryMediaTypes } });
    expect(Object.fromEntries(Object.keys(types).map((type) => [type, isBinary(type)]))).toEqual(types);
  });

  it('may have a second stage of another name and the same settings', () => {
    expect(readApi({ more: { Other: stage({}) } }).otherStageNames).toEqual(['other']);
    expect(() => readApi({ more: { Other: stage({ MethodSettings: [] }) } })).toThrow(
      'a stage with other settings than the first one',
    );
  });

  it('may be reached by its own domain alone', () => {
    const api = { DisableExecuteApiEndpoint: true };
    expect(() => readApi({ api })).toThrow(
      'without its own endpoint (DisableExecuteApiEndpoint) and without a custom domain',
    );
    expect(readApi({ api, more: { Domain: domain } })).toMatchObject({ ownEndpoint: false, customDomain: {} });
  });

  it.each<[where: string, parts: Parameters<typeof readApi>[0], why: string]>([
    ['the API', { api: { MinimumCompressionSize: 1 } }, 'MinimumCompressionSize of AWS::ApiGateway::RestApi "Api"'],
    ['the stage', { stage: { CacheClusterEnabled: true } }, 'CacheClusterEnabled of AWS::ApiGateway::Stage "Stage"'],
  ])('is refused for a property of %s that is not known', (_where, parts, why) => {
    expect(() => readApi(parts)).toThrow(why);
  });

  it('is one at most, with a stage', () => {
    const read = (template: ReturnType<typeof apiTemplate>) =>
      readRestApi(deployTemplate(template, { endpoint: 'http://127.0.0.1:1' }));
    expect(read({ Resources: {} })).toBeUndefined();
    const { Resources } = apiTemplate({});
    const { Stage, ...withoutStage } = Resources;
    expect(Stage).toBeDefined();
    expect(() => read({ Resources: withoutStage })).toThrow('The template has no AWS::ApiGateway::Stage.');
    const second = { Type: 'AWS::ApiGateway::RestApi', Properties: { Name: 'second' } };
    expect(() => read({ Resources: { ...Resources, Second: second } })).toThrow('a second API');
  });
});
