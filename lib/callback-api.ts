import { Duration, Stack, Validations } from 'aws-cdk-lib';
import {
  EndpointType,
  IpAddressType,
  type IResource,
  LambdaIntegration,
  type Method,
  type MethodDeploymentOptions,
  RestApi,
} from 'aws-cdk-lib/aws-apigateway';
import { MathExpression } from 'aws-cdk-lib/aws-cloudwatch';
import { AnyPrincipal, PolicyDocument, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import { Construct } from 'constructs';
import type { CallbackRoutes } from '../lambda/reader/families';
import { type Alarms, everyMinute } from './alarms';
import { CustomDomain } from './custom-domain';
import { addGatewayResponses } from './gateway-responses';
import type { MutualTls } from './vibes-callbacks-props';

/** Where Vibes sends what (architecture §3). All else is answered too: the greedy routes keep it as unrecognized. */
export const routes = {
  SmsMoUrl: 'sms/mo',
  SmsReceiptUrl: 'sms/receipt',
  MmsMoUrl: 'mms/mo',
  MmsReceiptUrl: 'mms/receipt',
  PlatformUrl: 'platform',
  RbmUrl: 'rbm',
} as const satisfies CallbackRoutes;

/**
 * Half of what an account has in a Region by default (10,000 a second, 5,000 at once): a flood here leaves the other
 * half to the account's other APIs, and the 3,000 a second that this is built for fit in.
 */
const throttle = { throttlingRateLimit: 5_000, throttlingBurstLimit: 2_500 } satisfies MethodDeploymentOptions;

export interface CallbackApiProps {
  readonly alarms: Alarms;
  readonly ingest: IFunction;
  readonly stageName: string;
  /** CIDR blocks that may call. */
  readonly origins: readonly string[];
  readonly mutualTls: MutualTls | undefined;
}

/** The REST API that Vibes calls. */
export class CallbackApi extends Construct {
  /** Base of every URL, with a slash at its end. */
  readonly endpointUrl: string;
  /** What the DNS record of the custom domain must point at. */
  readonly customDomainTarget: string | undefined;
  private readonly api: RestApi;
  private readonly stageName: string;

  constructor(scope: Construct, id: string, props: CallbackApiProps) {
    super(scope, id);
    const { mutualTls } = props;
    this.stageName = props.stageName;
    this.api = this.createApi(props);
    addGatewayResponses(this.api);
    this.addRoutes(props.ingest);
    this.endpointUrl = mutualTls === undefined ? this.api.urlForPath('/') : `https://${mutualTls.domainName}/`;
    if (mutualTls !== undefined) {
      this.customDomainTarget = new CustomDomain(this, 'CustomDomain', { ...mutualTls, api: this.api }).target;
    }
    this.addAlarms(props.alarms);
    acknowledgeRules(this);
  }

  private createApi({ stageName, origins, mutualTls }: CallbackApiProps): RestApi {
    const api = new RestApi(this, 'Api', {
      restApiName: Stack.of(this).stackName,
      description: 'Callbacks from Vibes',
      endpointConfiguration: { types: [EndpointType.REGIONAL], ipAddressType: IpAddressType.IPV4 },
      disableExecuteApiEndpoint: mutualTls !== undefined,
      binaryMediaTypes: ['*/*'],
      policy: onlyFrom(origins),
      cloudWatchRole: false,
      deployOptions: {
        stageName,
        ...throttle,
        // Tells an MO route that answers nothing but 401 from one whose client waits for the challenge.
        methodOptions: { '/sms/mo/POST': { ...throttle, metricsEnabled: true } },
      },
    });
    // CDK makes an output of its own; ours are named by the contract.
    api.node.tryRemoveChild('Endpoint');
    return api;
  }

  private addRoutes(ingest: IFunction): void {
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
    this.addChallenge(this.api.root.resourceForPath(routes.SmsMoUrl), integration);
  }

  /** Without credentials the validator refuses, and its gateway response is the challenge. It reads no body. */
  private addChallenge(resource: IResource, integration: LambdaIntegration): Method {
    return resource.addMethod('POST', integration, {
      requestParameters: { 'method.request.header.Authorization': true },
      requestValidatorOptions: { validateRequestParameters: true, validateRequestBody: false },
    });
  }

  private addAlarms(alarms: Alarms): void {
    const stage = { ApiName: this.api.restApiName, Stage: this.stageName };
    const mo = { ...stage, Resource: '/sms/mo', Method: 'POST' };
    alarms.add('GatewayErrors', {
      metric: this.api.metricServerError({ ...everyMinute, dimensionsMap: stage }),
      what: 'Vibes got a 5XX and sends again: too large, throttled, too slow, or a failure that has an alarm of its own.',
    });
    alarms.add('CallerRefused', {
      metric: new MathExpression({
        label: 'Refused outside the MO route',
        period: everyMinute.period,
        expression: 'FILL(all, 0) - FILL(mo, 0)',
        usingMetrics: {
          all: this.api.metricClientError({ ...everyMinute, dimensionsMap: stage }),
          mo: this.api.metricClientError({ ...everyMinute, dimensionsMap: mo }),
        },
      }),
      what: 'The gateway refused a caller: its address is not in the list, or the callback was too large or throttled.',
    });
    alarms.add('MoRefused', {
      metric: new MathExpression({
        label: 'MO messages refused while none was accepted',
        period: everyMinute.period,
        expression: 'IF(refused >= calls, refused, 0)',
        usingMetrics: {
          refused: this.api.metricClientError({ ...everyMinute, dimensionsMap: mo }),
          calls: this.api.metricCount({ ...everyMinute, dimensionsMap: mo }),
        },
      }),
      what: 'The MO route refused everything for a minute: Vibes sends no credentials, or from an address not in the list.',
    });
  }
}

/** Nobody is allowed but these; REST APIs with a policy refuse who is not named. */
function onlyFrom(origins: readonly string[]): PolicyDocument {
  return new PolicyDocument({
    statements: [
      new PolicyStatement({
        principals: [new AnyPrincipal()],
        actions: ['execute-api:Invoke'],
        resources: ['execute-api:/*'],
        conditions: { IpAddress: { 'aws:SourceIp': [...origins] } },
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
