import { plainOutputs } from '../../src/reads/plain-outputs';

test("the service's own stack has them by their names", () => {
  const outputs = { EndpointUrl: 'https://x/callbacks/', BucketName: 'ours', SmsMoUrl: 'https://x/callbacks/sms/mo' };
  expect(plainOutputs(outputs)).toMatchObject(outputs);
});

test('in a stack with other outputs, only those with the prefix are the service’s', () => {
  const outputs = plainOutputs({
    BucketName: 'theirs',
    Version: '7',
    VibesCallbacksEndpointUrl: 'https://x/callbacks/',
    VibesCallbacksBucketName: 'ours',
  });
  expect(outputs).toMatchObject({ BucketName: 'ours', EndpointUrl: 'https://x/callbacks/' });
  expect(outputs.Version).toBeUndefined();
});

test('the URLs of the routes follow from their base', () => {
  const { SmsMoUrl, RbmUrl } = plainOutputs({ VibesCallbacksEndpointUrl: 'https://x/callbacks/' });
  expect([SmsMoUrl, RbmUrl]).toEqual(['https://x/callbacks/sms/mo', 'https://x/callbacks/rbm']);
});

test('a stack without the service has none', () => {
  expect(plainOutputs({ BucketName: 'theirs' })).toEqual({ BucketName: 'theirs' });
});
