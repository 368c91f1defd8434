import type { Stack } from 'aws-cdk-lib';
import { ResponseType, RestApi } from 'aws-cdk-lib/aws-apigateway';
import { routes } from '../../lib/callback-routes';
import type { VibesCallbacksProps } from '../../lib/vibes-callbacks-props';
import { ofType, type Synthesized, synthesize, theOnly } from './synth';

const us = [
  '35.155.139.143/32',
  '52.32.61.199/32',
  '35.161.244.84/32',
  '18.205.120.48/32',
  '52.22.43.57/32',
  '18.232.9.131/32',
  '54.245.204.57/32',
  '54.148.156.236/32',
];
const standard = synthesize();

function policyOf(synthesized: Synthesized): unknown {
  return theOnly(synthesized, 'AWS::ApiGateway::RestApi')[1].Properties.Policy;
}

/** Denied by name, because an authorizer's Allow passes a policy that is merely silent. */
function allowing(origins: readonly string[], Resource: unknown = 'execute-api:/callbacks/*'): unknown {
  const invoke = { Principal: { AWS: '*' }, Action: 'execute-api:Invoke' };
  return {
    Version: '2012-10-17',
    Statement: [
      { Effect: 'Allow', ...invoke, Resource },
      {
        Effect: 'Deny',
        ...invoke,
        Resource: 'execute-api:/*',
        Condition: { NotIpAddress: { 'aws:SourceIp': origins } },
      },
    ],
  };
}

test('the resource policy allows the eight addresses and nothing else', () => {
  expect(policyOf(standard)).toEqual(allowing(us));
});

test('extra addresses stand beside those of Vibes', () => {
  const origins = ['203.0.113.9', '198.51.100.0/24'];
  expect(policyOf(synthesize({ extraAddresses: origins }))).toEqual(allowing([...us, ...origins]));
});

test('the API is regional, speaks IPv4 and takes every body as bytes', () => {
  standard.template.hasResourceProperties('AWS::ApiGateway::RestApi', {
    EndpointConfiguration: { Types: ['REGIONAL'], IpAddressType: 'ipv4' },
    BinaryMediaTypes: ['*/*'],
    DisableExecuteApiEndpoint: false,
  });
});

/** `/sms/mo` of a resource's chain of path parts. */
function pathOf({ resources }: Synthesized, reference: unknown): string {
  const id = (reference as { Ref?: string }).Ref;
  if (id === undefined) return '';
  const { ParentId, PathPart } = resources[id]?.Properties ?? {};
  return `${pathOf({ resources } as Synthesized, ParentId)}/${PathPart}`;
}

function methodsOf(synthesized: Synthesized): string[] {
  return ofType(synthesized, 'AWS::ApiGateway::Method').map(
    ([, { Properties }]) => `${Properties.HttpMethod} ${pathOf(synthesized, Properties.ResourceId) || '/'}`,
  );
}

test('every route takes every method, and so does everything below it', () => {
  const nodes = ['', '/sms', '/mms', ...routes.map(({ route }) => `/${route}`)];
  const all = nodes.flatMap((node) => [`ANY ${node || '/'}`, `ANY ${node}/{proxy+}`]);
  expect(methodsOf(standard).sort()).toEqual([...all, 'PATCH /sms/mo', 'POST /sms/mo', 'PUT /sms/mo'].sort());
});

test('every method hands over to ingest and gives up after 1.8 s', () => {
  const [ingest] = theOnly(standard, 'AWS::Lambda::Function', 'Ingest');
  const integrations = ofType(standard, 'AWS::ApiGateway::Method').map(([, { Properties }]) => Properties.Integration);
  for (const integration of integrations) {
    expect(integration).toMatchObject({ Type: 'AWS_PROXY', IntegrationHttpMethod: 'POST', TimeoutInMillis: 1800 });
    expect(JSON.stringify(integration)).toContain(ingest);
  }
});

test('only what writes an MO has an authorizer, which is asked whatever the call has', () => {
  const [authorizer, { Properties }] = theOnly(standard, 'AWS::ApiGateway::Authorizer');
  expect(Properties).toMatchObject({ Type: 'REQUEST', AuthorizerResultTtlInSeconds: 0 });
  // A source would be looked for in its own spelling, and HTTP/2 has another.
  expect(Properties).not.toHaveProperty('IdentitySource');
  const asking = ofType(standard, 'AWS::ApiGateway::Method').filter(
    ([
      ,
      {
        Properties: { AuthorizationType },
      },
    ]) => AuthorizationType !== 'NONE',
  );
  expect(asking.map(([, { Properties: method }]) => [method.HttpMethod, pathOf(standard, method.ResourceId)])).toEqual([
    ['POST', '/sms/mo'],
    ['PUT', '/sms/mo'],
    ['PATCH', '/sms/mo'],
  ]);
  for (const [, { Properties: method }] of asking) {
    expect(method).toMatchObject({ AuthorizationType: 'CUSTOM', AuthorizerId: { Ref: authorizer } });
  }
  expect(ofType(standard, 'AWS::ApiGateway::RequestValidator')).toEqual([]);
});

test("the authorizer's refusal is a Basic challenge", () => {
  standard.template.hasResourceProperties('AWS::ApiGateway::GatewayResponse', {
    ResponseType: 'UNAUTHORIZED',
    StatusCode: '401',
    ResponseParameters: { 'gatewayresponse.header.WWW-Authenticate': `'Basic realm="Vibes callbacks"'` },
  });
});

/** Every type that CDK knows, so that one which AWS adds is not forgotten. */
const knownTypes = Object.values(ResponseType)
  .filter((value): value is ResponseType => value instanceof ResponseType)
  .map(({ responseType }) => responseType);
const ownStatus: Record<string, string> = { ACCESS_DENIED: '403', UNAUTHORIZED: '401' };
/** 5XX by themselves (developer guide, "Gateway response types"): Vibes sends again, and they count as `5XXError`. */
const failures = [
  'API_CONFIGURATION_ERROR',
  'AUTHORIZER_CONFIGURATION_ERROR',
  'AUTHORIZER_FAILURE',
  'DEFAULT_5XX',
  'INTEGRATION_FAILURE',
  'INTEGRATION_TIMEOUT',
];

test('CDK names the types of gateway responses', () => {
  expect(knownTypes).toContain('THROTTLED');
});

test.each(failures)('%s stays the 5XX that it is', (type) => {
  expect(knownTypes).toContain(type);
  const changed = ofType(standard, 'AWS::ApiGateway::GatewayResponse').map(
    ([, { Properties }]) => Properties.ResponseType,
  );
  expect(changed).not.toContain(type);
});

test.each(knownTypes.filter((type) => !failures.includes(type)))(
  'the gateway answers %s by a status that Vibes sends again after',
  (type) => {
    standard.template.hasResourceProperties('AWS::ApiGateway::GatewayResponse', {
      ResponseType: type,
      StatusCode: ownStatus[type] ?? '503',
    });
  },
);

test('a stranger learns nothing of the account, the API or the stage', () => {
  standard.template.hasResourceProperties('AWS::ApiGateway::GatewayResponse', {
    ResponseType: 'ACCESS_DENIED',
    ResponseTemplates: { 'application/json': '{"message":"Forbidden"}' },
  });
});

test('the stage is bounded to half of an account', () => {
  standard.template.hasResourceProperties('AWS::ApiGateway::Stage', {
    StageName: 'callbacks',
    // Nothing else: detailed metrics of a method are paid for.
    MethodSettings: [
      {
        DataTraceEnabled: false,
        HttpMethod: '*',
        ResourcePath: '/*',
        ThrottlingRateLimit: 5000,
        ThrottlingBurstLimit: 2500,
      },
    ],
  });
});

test('the stage has the name that is configured', () => {
  synthesize({ stageName: 'v1' }).template.hasResourceProperties('AWS::ApiGateway::Stage', { StageName: 'v1' });
});

test('no setting of the whole account is touched', () => {
  expect(ofType(standard, 'AWS::ApiGateway::RestApi')).toHaveLength(1);
  expect(ofType(standard, 'AWS::ApiGateway::Account')).toEqual([]);
});

function deploymentId(props: VibesCallbacksProps, extend?: (api: RestApi) => void): string {
  const extendStack = (_: unknown, stack: Stack) => {
    const api = stack.node.findAll().find((construct) => construct instanceof RestApi);
    if (api === undefined) throw new Error('no API');
    extend?.(api);
  };
  return theOnly(synthesize(props, extendStack), 'AWS::ApiGateway::Deployment')[0];
}

describe('a change takes effect, since the deployment gets another id', () => {
  const unchanged = deploymentId({});

  test('but not without a change', () => {
    expect(deploymentId({})).toBe(unchanged);
  });

  test('of the resource policy', () => {
    expect(deploymentId({ extraAddresses: ['203.0.113.9'] })).not.toBe(unchanged);
  });

  test('of a gateway response', () => {
    const extra = (api: RestApi) => {
      api.addGatewayResponse('Extra', { type: ResponseType.of('NEW_TYPE'), statusCode: '503' });
    };
    expect(deploymentId({}, extra)).not.toBe(unchanged);
  });

  test('of a route', () => {
    const extra = (api: RestApi) => {
      api.root.addResource('extra').addMethod('GET');
    };
    expect(deploymentId({}, extra)).not.toBe(unchanged);
  });
});

const mutualTls = {
  domainName: 'callbacks.example.com',
  certificateArn: 'arn:aws:acm:us-east-1:123456789012:certificate/11111111-2222-4333-8444-555555555555',
  truststoreUri: 's3://trust-bucket/vibes/ca.pem',
};

describe('with mutual TLS', () => {
  const withDomain = synthesize({ mutualTls });

  test("the API's own domain is switched off", () => {
    withDomain.template.hasResourceProperties('AWS::ApiGateway::RestApi', { DisableExecuteApiEndpoint: true });
  });

  test('the custom domain asks for a certificate that the bundle trusts', () => {
    withDomain.template.hasResourceProperties('AWS::ApiGateway::DomainName', {
      DomainName: 'callbacks.example.com',
      RegionalCertificateArn: mutualTls.certificateArn,
      MutualTlsAuthentication: { TruststoreUri: mutualTls.truststoreUri },
      SecurityPolicy: 'TLS_1_2',
    });
  });

  test('the API is at the root of the domain, so paths stay the same', () => {
    const { BasePath } = theOnly(withDomain, 'AWS::ApiGateway::BasePathMapping')[1].Properties;
    expect(BasePath).toBeUndefined();
    withDomain.template.hasOutput('SmsMoUrl', { Value: 'https://callbacks.example.com/sms/mo' });
    withDomain.template.hasOutput('CustomDomainTarget', {});
  });

  test.each([
    [{}, 'catapult-app.vibescm.com'],
    [{ clientCertificateCn: 'other.example.com' }, 'other.example.com'],
  ])('ingest expects the CN of %j', (cn, expected) => {
    const { resources } = synthesize({ mutualTls: { ...mutualTls, ...cn } });
    const ingest = theOnly({ resources } as Synthesized, 'AWS::Lambda::Function', 'Ingest')[1];
    expect(ingest.Properties.Environment).toMatchObject({ Variables: { CLIENT_CERTIFICATE_CN: expected } });
  });
});

test('the proof that the domain is ours is handed on', () => {
  const { certificateArn } = mutualTls;
  const proved = synthesize({ mutualTls: { ...mutualTls, ownershipVerificationCertificateArn: certificateArn } });
  proved.template.hasResourceProperties('AWS::ApiGateway::DomainName', {
    OwnershipVerificationCertificateArn: certificateArn,
  });
  const { Properties } = theOnly(synthesize({ mutualTls }), 'AWS::ApiGateway::DomainName')[1];
  expect(Properties.OwnershipVerificationCertificateArn).toBeUndefined();
});

/** What the functions' permissions end with. */
function invokers(synthesized: Synthesized): string[] {
  const sources = ofType(synthesized, 'AWS::Lambda::Permission').map(([, { Properties }]) => Properties.SourceArn);
  const joined = sources.filter((source) => JSON.stringify(source).includes('execute-api'));
  return joined.map((source) => JSON.stringify(source).replace(/^.*"\/(.*?)["/].*$/, '$1')).sort();
}

test('ingest is invoked for the stage and for test invocations alone', () => {
  expect(invokers(standard)).toEqual(['authorizers', 'callbacks', 'test-invoke-stage']);
});

test('the function is invoked for the API of this account alone', () => {
  const permissions = ofType(standard, 'AWS::Lambda::Permission').filter(
    ([, { Properties }]) => Properties.Principal === 'apigateway.amazonaws.com',
  );
  expect(permissions.length).toBeGreaterThan(0);
  for (const [, { Properties }] of permissions) expect(Properties.SourceAccount).toEqual({ Ref: 'AWS::AccountId' });
});

test('nothing is deployed before it may call the authorizer of the MO route', () => {
  const [, deployment] = theOnly(standard, 'AWS::ApiGateway::Deployment');
  const permissions = ofType(standard, 'AWS::Lambda::Permission').filter(([id]) => id.includes('Challenge'));
  expect(permissions).toHaveLength(1);
  expect(deployment.DependsOn).toEqual(expect.arrayContaining(permissions.map(([id]) => id)));
});

test('with keepDefaultEndpoint both domains are open', () => {
  const both = synthesize({ mutualTls: { ...mutualTls, keepDefaultEndpoint: true } });
  both.template.hasResourceProperties('AWS::ApiGateway::RestApi', { DisableExecuteApiEndpoint: false });
  both.template.hasOutput('SmsMoUrl', { Value: 'https://callbacks.example.com/sms/mo' });
  expect(JSON.stringify(both.template.findOutputs('PreviousEndpointUrl'))).toContain('.execute-api.');
});

describe('with a stage that lives on', () => {
  const moved = synthesize({ stageName: 'v2', previousStageName: 'callbacks' });

  test('it is the same resource as before, with the same settings', () => {
    const [id, before] = theOnly(standard, 'AWS::ApiGateway::Stage');
    expect(moved.resources[id]?.Properties.MethodSettings).toEqual(before.Properties.MethodSettings);
    expect(moved.resources[id]?.Properties.StageName).toBe('callbacks');
    expect(ofType(moved, 'AWS::ApiGateway::Stage')).toHaveLength(2);
  });

  test('both stages may be called and invoke ingest, the old one by the permission that it had', () => {
    expect(policyOf(moved)).toEqual(allowing(us, ['execute-api:/callbacks/*', 'execute-api:/v2/*']));
    expect(invokers(moved)).toEqual(['authorizers', 'callbacks', 'test-invoke-stage', 'v2']);
    const [id] = theOnly(standard, 'AWS::Lambda::Permission', 'Invokecallbacks');
    expect(moved.resources[id]).toEqual(standard.resources[id]);
  });

  test('the outputs have the new URLs, and the base of the old ones', () => {
    expect(JSON.stringify(moved.template.findOutputs('SmsMoUrl'))).toContain('v2');
    const previous = JSON.stringify(moved.template.findOutputs('PreviousEndpointUrl'));
    expect(previous).toContain('DeploymentStagecallbacks');
    expect(standard.template.findOutputs('PreviousEndpointUrl')).toEqual({});
    moved.template.hasOutput('PreviousApiStageName', { Value: 'callbacks' });
  });

  test('calls of the MO route are counted by stage, and no alarm of a stage reads a count of both', () => {
    const countsPassed = (synthesized: Synthesized) =>
      theOnly(synthesized, 'AWS::Lambda::Function', 'Challenge')[1].Properties.Environment;
    expect(countsPassed(moved)).toMatchObject({ Variables: { COUNT_PASSED: 'true' } });
    expect(countsPassed(standard)).toMatchObject({ Variables: { COUNT_PASSED: 'false' } });
    for (const name of ['MostRefused', 'CallerRefused', 'PreviousMostRefused', 'PreviousCallerRefused']) {
      const alarms = ofType(moved, 'AWS::CloudWatch::Alarm').map(([, { Properties }]) => Properties);
      const text = JSON.stringify(alarms.find(({ AlarmName }) => AlarmName === `Stack-${name}`));
      const dimensions = [...text.matchAll(/"Dimensions":(\[.*?\])/g)].map(([, list = '']) => list);
      expect(dimensions.length).toBeGreaterThan(0);
      for (const list of dimensions) expect(list).toContain('"Stage"');
    }
  });

  test.each(['GatewayErrors', 'GatewayErrorsPersist', 'CallerRefused', 'IngestDown'])(
    'it has a %s of its own',
    (name) => {
      const alarms = ofType(moved, 'AWS::CloudWatch::Alarm').map(([, { Properties }]) => Properties);
      const alarm = (prefix: string) => alarms.find(({ AlarmName }) => AlarmName === `Stack-${prefix}${name}`) ?? {};
      expect(alarm('Previous').AlarmDescription).toBe(alarm('').AlarmDescription);
      expect(JSON.stringify(alarm('Previous'))).toContain('"Value":"callbacks"');
      expect(JSON.stringify(alarm(''))).toContain('"Value":"v2"');
    },
  );
});

test('without mutual TLS there is no custom domain and no CN is expected', () => {
  expect(ofType(standard, 'AWS::ApiGateway::DomainName')).toEqual([]);
  const ingest = theOnly(standard, 'AWS::Lambda::Function', 'Ingest')[1];
  expect(ingest.Properties.Environment).toMatchObject({ Variables: { CLIENT_CERTIFICATE_CN: '' } });
});
