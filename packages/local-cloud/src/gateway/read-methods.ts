import { wildcard } from '../aws/iam/patterns';
import type { Deployment, LocalResource } from '../template/deployment';
import { asRecord, asRecords, numberOf, type Properties, refuse, refuseUnknown, textOf } from '../template/properties';
import type { Method, RequiredParameter } from './api-model';
import { readAuthorizer } from './authorizer';
import { TokenBucket } from './token-bucket';

const supportedOfMethod = [
  'ApiKeyRequired',
  'AuthorizationType',
  'AuthorizerId',
  'HttpMethod',
  'Integration',
  'RequestParameters',
  'RequestValidatorId',
  'ResourceId',
  'RestApiId',
];
/** A proxy integration's answer is passed on as it is: declared responses document it. */
const harmlessOfMethod = ['MethodResponses', 'OperationName'];

/** 29 s, the default of a method. */
const defaultTimeoutMs = 29_000;

/** @param apiArn `arn:aws:execute-api:<region>:<account>:<api>` */
export function readMethods(deployment: Deployment, api: LocalResource, stage: LocalResource, apiArn: string) {
  const all = deployment.ofType('AWS::ApiGateway::Method');
  const permissions = readPermissions(deployment);
  const allows = (functionArn: string, sourceArn: string) => permissions.some((one) => one(functionArn, sourceArn));
  const throttleOf = readThrottles(stage);
  const hasMetrics = readDetailedMetrics(stage);
  return (resourceId: string, path: string): ReadonlyMap<string, Method> => {
    const own = all.filter(
      ({ properties }) => properties.RestApiId === api.ref && properties.ResourceId === resourceId,
    );
    return new Map(
      own.map((resource) => {
        const name = textOf(resource, 'HttpMethod');
        const called = `${name === 'ANY' ? '*' : name}${path.replace(/\{[^}]+\}/g, '*')}`;
        const throttle = throttleOf(path, name);
        const method = readMethod(resource, deployment, resourceId, path);
        const mayInvoke = (stage: string) => allows(method.functionArn, `${apiArn}/${stage}/${called}`);
        const authorizer = isAuthorized(resource) ? readAuthorizer(deployment, resource, apiArn, allows) : undefined;
        const optional = { ...(throttle && { throttle }), ...(authorizer && { authorizer }) };
        const detailedMetrics = hasMetrics(path, name);
        return [name, { ...method, detailedMetrics, mayInvoke, ...optional }];
      }),
    );
  };
}

function readMethod(resource: LocalResource, deployment: Deployment, resourceId: string, resourcePath: string) {
  const { properties } = resource;
  refuseUnknown(resource, properties, supportedOfMethod, harmlessOfMethod);
  if (properties.ApiKeyRequired === true) refuse(resource, 'an API key');
  const integration = asRecord(properties.Integration);
  refuseUnknown(
    resource,
    integration,
    ['IntegrationHttpMethod', 'TimeoutInMillis', 'Type', 'Uri'],
    ['PassthroughBehavior'],
  );
  if (integration.Type !== 'AWS_PROXY') refuse(resource, `the integration ${String(integration.Type)}`);
  const functionArn = /:lambda:path\/2015-03-31\/functions\/(.+)\/invocations$/.exec(String(integration.Uri))?.[1];
  return {
    resourceId,
    resourcePath,
    httpMethod: textOf(resource, 'HttpMethod'),
    functionArn: functionArn ?? refuse(resource, `the integration ${String(integration.Uri)}`),
    timeoutMs: numberOf(integration.TimeoutInMillis, defaultTimeoutMs),
    required: readRequired(resource, deployment),
  };
}

/** A method is open to every caller that the policy admits, or has a Lambda authorizer. */
function isAuthorized(resource: LocalResource): boolean {
  const type = textOf(resource, 'AuthorizationType');
  return type === 'CUSTOM' || (type === 'NONE' ? false : refuse(resource, `the authorization ${type}`));
}

function readRequired(resource: LocalResource, deployment: Deployment): readonly RequiredParameter[] {
  const { RequestValidatorId, RequestParameters } = resource.properties;
  const validator = deployment
    .ofType('AWS::ApiGateway::RequestValidator')
    .find(({ ref }) => RequestValidatorId !== undefined && ref === RequestValidatorId);
  if (validator === undefined) return [];
  refuseUnknown(
    validator,
    validator.properties,
    ['RestApiId', 'ValidateRequestBody', 'ValidateRequestParameters'],
    ['Name'],
  );
  if (validator.properties.ValidateRequestBody === true) refuse(validator, 'the validation of bodies');
  if (validator.properties.ValidateRequestParameters !== true) return [];
  const required = Object.entries(asRecord(RequestParameters)).filter(([, isRequired]) => isRequired === true);
  return required.map(([key]) => {
    const [, location, name] = /^method\.request\.(header|querystring|path)\.(.+)$/.exec(key) ?? [];
    if (location === undefined || name === undefined) return refuse(resource, `the parameter ${key}`);
    return { location: location as RequiredParameter['location'], name };
  });
}

/** Who lets the gateway invoke which function, and for which method. */
function readPermissions(deployment: Deployment): readonly ((functionArn: string, methodArn: string) => boolean)[] {
  return deployment.ofType('AWS::Lambda::Permission').map((resource) => {
    const { properties } = resource;
    refuseUnknown(resource, properties, ['Action', 'FunctionName', 'Principal', 'SourceArn'], ['SourceAccount']);
    const granted = textOf(resource, 'FunctionName');
    const matches = wildcard(properties.SourceArn === undefined ? '*' : textOf(resource, 'SourceArn'));
    const usable = properties.Principal === 'apigateway.amazonaws.com' && properties.Action === 'lambda:InvokeFunction';
    return (functionArn, methodArn) =>
      usable && (granted === functionArn || functionArn.endsWith(`:function:${granted}`)) && matches(methodArn);
  });
}

/** Settings of logs and caches in `MethodSettings`, which have no effect here. */
const harmlessOfSetting = ['DataTraceEnabled', 'LoggingLevel'];
const supportedOfSetting = [
  'HttpMethod',
  'MetricsEnabled',
  'ResourcePath',
  'ThrottlingBurstLimit',
  'ThrottlingRateLimit',
];

/** The stage's throttle for all methods is one bucket for each; a method's own setting comes before it. */
function readThrottles(stage: LocalResource): (path: string, httpMethod: string) => TokenBucket | undefined {
  const settings = asRecords(stage.properties.MethodSettings);
  for (const setting of settings) refuseUnknown(stage, setting, supportedOfSetting, harmlessOfSetting);
  return (path, httpMethod) => {
    const { own, all } = settingsOf(settings, path, httpMethod);
    const { ThrottlingRateLimit: rate, ThrottlingBurstLimit: burst } = own ?? all ?? {};
    if (rate === undefined && burst === undefined) return undefined;
    return new TokenBucket(numberOf(rate, Number.POSITIVE_INFINITY), numberOf(burst, Number.POSITIVE_INFINITY));
  };
}

/** A method's own setting comes before the stage's for all. */
function readDetailedMetrics(stage: LocalResource): (path: string, httpMethod: string) => boolean {
  const settings = asRecords(stage.properties.MethodSettings);
  return (path, httpMethod) => {
    const { own, all } = settingsOf(settings, path, httpMethod);
    return String((own ?? all)?.MetricsEnabled) === 'true';
  };
}

function settingsOf(settings: readonly Properties[], path: string, httpMethod: string) {
  const isOwn = ({ ResourcePath, HttpMethod }: Properties) =>
    HttpMethod === httpMethod && plainPath(ResourcePath) === path;
  return {
    own: settings.find(isOwn),
    all: settings.find(({ ResourcePath, HttpMethod }) => HttpMethod === '*' && ResourcePath === '/*'),
  };
}

/** `/~1sms~1mo` is how a setting writes `/sms/mo`. */
function plainPath(path: unknown): string {
  const text = String(path).replace(/^\//, '').replaceAll('~1', '/');
  return text === '' ? '/' : text;
}
