import { Duration, type RemovalPolicy, Stack, Validations } from 'aws-cdk-lib';
import {
  AuthorizationType,
  CfnRestApi,
  EndpointType,
  IpAddressType,
  LambdaIntegration,
  type MethodDeploymentOptions,
  RestApi,
  Stage,
} from 'aws-cdk-lib/aws-apigateway';
import { MathExpression, type MetricOptions } from 'aws-cdk-lib/aws-cloudwatch';
import { AnyPrincipal, Effect, PolicyDocument, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { CfnPermission, type IFunction } from 'aws-cdk-lib/aws-lambda';
import { Construct } from 'constructs';
import type { CallbackRoutes } from '../lambda/reader/families';
import { type AlarmSpec, type Alarms, everyMinute } from './alarms';
import type { MutualTlsConfig } from './config';
import { CustomDomain } from './custom-domain';
import { addGatewayResponses } from './gateway-responses';
import { MoChallenge } from './mo-challenge';
import { applySecurityPolicy, type SecurityPolicyName } from './security-policies';

/** Where Vibes sends what (architecture §3). All else is answered too: the greedy routes keep it as unrecognized. */
export const routes = {
  SmsMoUrl: 'sms/mo',
  SmsReceiptUrl: 'sms/receipt',
  MmsMoUrl: 'mms/mo',
  MmsReceiptUrl: 'mms/receipt',
  PlatformUrl: 'platform',
  RbmUrl: 'rbm',
} as const satisfies CallbackRoutes;

/** An MO message comes by POST; by these two as well, should Vibes be told so. */
const moMethods = ['POST', 'PUT', 'PATCH'] as const;

/**
 * Of each method by itself, not of the stage as a whole: half of what an account has in a Region by default (10,000 a
 * second, 5,000 at once). A flood on one route leaves the other half to the other routes and the account's other APIs, and
 * the 3,000 a second that this is built for fit in; floods on two routes together can use up the account's.
 */
const throttle = { throttlingRateLimit: 5_000, throttlingBurstLimit: 2_500 } satisfies MethodDeploymentOptions;

/** Of each stage. */
const stageOptions = {
  ...throttle,
  // Tells an MO route that answers nothing but 401 from one whose client waits for the challenge.
  methodOptions: Object.fromEntries(
    moMethods.map((method) => [`/${routes.SmsMoUrl}/${method}`, { ...throttle, metricsEnabled: true }]),
  ),
};

export interface CallbackApiProps {
  readonly alarms: Alarms;
  readonly ingest: IFunction;
  readonly stageName: string;
  /** CIDR blocks that may call. */
  readonly origins: readonly string[];
  /** A stage that lives on beside it. */
  readonly previousStageName: string | undefined;
  readonly securityPolicy: SecurityPolicyName;
  readonly mutualTls: MutualTlsConfig | undefined;
  readonly logRetentionDays: number;
  readonly removalPolicy: RemovalPolicy;
}

/** The REST API that Vibes calls. */
export class CallbackApi extends Construct {
  /** Base of every URL, with a slash at its end. */
  readonly endpointUrl: string;
  /** The API, and its resource of the MO route: what a test invocation names. */
  readonly ids: { readonly restApi: string; readonly moResource: string };
  /** What the DNS record of the custom domain must point at. */
  readonly customDomainTarget: string | undefined;
  /** Base of the URLs that live on beside them, while Vibes changes to the new ones. */
  readonly previousEndpointUrl: string | undefined;
  private readonly api: RestApi;

  constructor(scope: Construct, id: string, props: CallbackApiProps) {
    super(scope, id);
    const { mutualTls } = props;
    this.api = this.createApi(props);
    addGatewayResponses(this.api);
    this.addRoutes(props);
    const moResource = this.api.root.resourceForPath(routes.SmsMoUrl).resourceId;
    this.ids = { restApi: this.api.restApiId, moResource };
    this.endpointUrl = mutualTls === undefined ? this.api.urlForPath('/') : `https://${mutualTls.domainName}/`;
    if (mutualTls !== undefined) {
      this.customDomainTarget = new CustomDomain(this, 'CustomDomain', { ...mutualTls, api: this.api }).target;
    }
    this.addAlarms(props.alarms, props.stageName);
    this.previousEndpointUrl = this.keepPrevious(props);
    acknowledgeRules(this);
  }

  private createApi({ stageName, origins, securityPolicy, mutualTls }: CallbackApiProps): RestApi {
    const api = new RestApi(this, 'Api', {
      restApiName: Stack.of(this).stackName,
      description: 'Callbacks from Vibes',
      endpointConfiguration: { types: [EndpointType.REGIONAL], ipAddressType: IpAddressType.IPV4 },
      disableExecuteApiEndpoint: mutualTls !== undefined && !mutualTls.keepDefaultEndpoint,
      binaryMediaTypes: ['*/*'],
      policy: onlyFrom(origins),
      cloudWatchRole: false,
      deployOptions: {
        stageName,
        ...stageOptions,
      },
    });
    // CDK makes an output of its own; ours are named by the contract.
    api.node.tryRemoveChild('Endpoint');
    const { defaultChild } = api.node;
    if (!(defaultChild instanceof CfnRestApi)) throw new Error('the API has no resource of its own');
    applySecurityPolicy(defaultChild, securityPolicy);
    return api;
  }

  private addRoutes({ ingest, logRetentionDays, removalPolicy }: CallbackApiProps): void {
    const integration = new LambdaIntegration(ingest, {
      // Vibes gives up after 2 s.
      timeout: Duration.millis(1_800),
      scopePermissionToMethod: false,
    });
    const paths = Object.values(routes);
    const parents = paths.flatMap((path) => (path.includes('/') ? [path.slice(0, path.indexOf('/'))] : []));
    const nodes = [
      this.api.root,
      ...[...new Set([...parents, ...paths])].map((path) => this.api.root.resourceForPath(path)),
    ];
    for (const node of nodes) {
      node.addMethod('ANY', integration);
      node.addResource('{proxy+}').addMethod('ANY', integration);
    }
    const { authorizer } = new MoChallenge(this, 'Challenge', { logRetentionDays, removalPolicy });
    const mo = this.api.root.resourceForPath(routes.SmsMoUrl);
    for (const method of moMethods) {
      mo.addMethod(method, integration, { authorizationType: AuthorizationType.CUSTOM, authorizer });
    }
    this.restrictPermissions();
  }

  /** The API's ARN names the account, too; but checks of an account look for the condition itself. */
  private restrictPermissions(): void {
    for (const permission of this.node.findAll()) {
      if (permission instanceof CfnPermission) permission.sourceAccount = Stack.of(this).account;
    }
  }

  /** What Vibes calls until it has the new URLs: the stage before, or the API's own domain beside the custom one. */
  private keepPrevious({ alarms, previousStageName, mutualTls }: CallbackApiProps): string | undefined {
    if (previousStageName === undefined) return mutualTls?.keepDefaultEndpoint ? this.api.urlForPath('/') : undefined;
    const deployment = this.api.latestDeployment;
    if (deployment === undefined) throw new Error('the API has no deployment of its own');
    // As `RestApi` names its own, so that it is the same resource as in the deployment before.
    const id = `DeploymentStage.${previousStageName}`;
    const stage = new Stage(this.api, id, { deployment, stageName: previousStageName, ...stageOptions });
    this.addAlarms(alarms, previousStageName, 'Previous');
    return stage.urlForPath('/');
  }

  private addAlarms(all: Alarms, stageName: string, prefix = ''): void {
    const alarms = { add: (id: string, spec: AlarmSpec) => all.add(`${prefix}${id}`, { heading: id, ...spec }) };
    const everywhere = this.stageMetric(stageName);
    const onMo = (Method: (typeof moMethods)[number]) => this.stageMetric(stageName, Method);
    alarms.add('GatewayErrors', {
      metric: this.api.metricServerError(everywhere),
      what: 'Vibes got a 5XX and sends again: too slow, a function that was throttled, or a failure with an alarm of its own.',
    });
    // A minute that comes late counts as 0 by FILL, and is not looked at again once it is the only one: so five are.
    alarms.add('CallerRefused', {
      metric: new MathExpression({
        label: 'Refused outside the MO route',
        period: everyMinute.period,
        expression: 'FILL(all, 0) - FILL(post, 0) - FILL(put, 0) - FILL(patch, 0)',
        usingMetrics: {
          all: this.api.metricClientError(everywhere),
          post: this.api.metricClientError(onMo('POST')),
          put: this.api.metricClientError(onMo('PUT')),
          patch: this.api.metricClientError(onMo('PATCH')),
        },
      }),
      outOf: 5,
      what: 'The gateway refused a caller: its address is not in the list, or the callback was too large or throttled.',
    });
    alarms.add('MoRefused', {
      metric: new MathExpression({
        label: 'MO messages refused while none was accepted',
        period: everyMinute.period,
        expression: 'IF(refused >= calls, refused, 0)',
        usingMetrics: {
          refused: this.api.metricClientError(onMo('POST')),
          calls: this.api.metricCount(onMo('POST')),
        },
      }),
      what: 'The MO route refused everything for a minute: Vibes sends no credentials, or from an address not in the list.',
    });
  }

  /** Of the whole stage, or of one method of its MO route. */
  private stageMetric(stageName: string, moMethod?: (typeof moMethods)[number]): MetricOptions {
    const stage = { ApiName: this.api.restApiName, Stage: stageName };
    const method = moMethod && { Resource: `/${routes.SmsMoUrl}`, Method: moMethod };
    return { ...everyMinute, dimensionsMap: { ...stage, ...method } };
  }
}

/**
 * Who is not in the list is denied by name: where a Lambda authorizer allows a call, a policy that merely does not allow
 * it would not stop it (API Gateway developer guide, "How resource policies affect authorization workflow").
 */
function onlyFrom(origins: readonly string[]): PolicyDocument {
  const invoke = {
    principals: [new AnyPrincipal()],
    actions: ['execute-api:Invoke'],
    resources: ['execute-api:/*'],
  };
  return new PolicyDocument({
    statements: [
      new PolicyStatement(invoke),
      new PolicyStatement({
        ...invoke,
        effect: Effect.DENY,
        conditions: { NotIpAddress: { 'aws:SourceIp': [...origins] } },
      }),
    ],
  });
}

function acknowledgeRules(scope: Construct): void {
  const noAccountRole = 'API Gateway writes logs only with a role that is a setting of the whole account.';
  Validations.of(scope).acknowledge(
    { id: 'AwsSolutions-APIG1', reason: `${noAccountRole} Each function logs every outcome.` },
    { id: 'AwsSolutions-APIG2', reason: 'A validator would answer 4XX and lose callbacks: every body is kept.' },
    { id: 'AwsSolutions-APIG3', reason: 'The resource policy lets in the addresses of Vibes only; a WAF adds a fee.' },
    { id: 'AwsSolutions-APIG4', reason: 'Vibes supports Basic Auth at most: the ingest function checks it.' },
    { id: 'AwsSolutions-APIG6', reason: `${noAccountRole} Each function logs every outcome.` },
    {
      id: 'AwsSolutions-COG4',
      reason: 'Vibes supports no Cognito user pool: it authenticates by its address, and by Basic Auth at most.',
    },
  );
}
