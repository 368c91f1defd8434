import { restCall } from '../../../src/aws/protocols/rest-routes';

describe('a call of a REST service', () => {
  it('is known by method and path, and has their parameters', () => {
    expect(restCall('lambda', 'GET', '/2015-03-31/functions/a%2Fb/configuration?Qualifier=1')).toEqual({
      action: 'GetFunctionConfiguration',
      members: { FunctionName: 'a/b', Qualifier: '1' },
    });
  });

  it('may end in a slash', () => {
    expect(restCall('lambda', 'GET', '/2015-03-31/event-source-mappings/?MaxItems=1')?.members).toEqual({
      MaxItems: '1',
    });
  });

  it('has a list where a parameter comes twice', () => {
    expect(restCall('apigateway', 'GET', '/restapis/a/resources?embed=methods&embed=x')?.members).toEqual({
      restApiId: 'a',
      embed: ['methods', 'x'],
    });
  });

  it.each([
    ['DELETE', '/2015-03-31/functions/a/configuration'],
    ['GET', '/2015-03-31/functions'],
    ['GET', '/'],
  ])('%s %s is not supported', (method, url) => {
    expect(restCall('lambda', method, url)).toBeUndefined();
  });
});
