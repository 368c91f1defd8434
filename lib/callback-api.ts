import { Duration, type RemovalPolicy, Stack } from 'aws-cdk-lib';
import {
  AuthorizationType,
  AwsIntegration,
  CfnRestApi,
  type Deployment,
  EndpointType,
  IpAddressType,
  type MethodDeploymentOptions,
  RestApi,
  Stage,
} from 'aws-cdk-lib/aws-apigateway';
import { CfnPermission, type IFunction } from 'aws-cdk-lib/aws-lambda';
import { Construct } from 'constructs';
import { moMethods, moRoute } from '../lambda/shared/mo-route';
import type { AccessLogs } from './access-logs';
import { acknowledgeApiRules } from './acknowledge-api-rules';
import type { Alarms } from './alarms';
import { resourcePaths } from './callback-routes';
import type { MutualTlsConfig } from './config';
import { CustomDomain } from './custom-domain';
import { deployedName } from './deployed-name';
import { addGatewayAlarms, addMoAlarm, type StageTraffic, stageTraffic } from './gateway-alarms';
import { addGatewayResponses } from './gateway-responses';
import { MoChallenge } from './mo-challenge';
import { resourcePolicy } from './resource-policy';
import { applySecurityPolicy, type SecurityPolicyName } from './security-policies';

/**
 * The throttle applies to each method, not to the stage as a whole: half of what an account has in a Region by default
 * (10,000 a second, 5,000 at once). It admits the 3,000 a second that this is built for. A flood on one route leaves
 * the other half to the other routes and the account's other APIs; floods on two routes together can use up the
 * account's quota.
 */
const throttle = { throttlingRateLimit: 5_000, throttlingBurstLimit: 2_500 } satisfies MethodDeploymentOptions;

/**
 * The stage of a test invocation, such as that of `ops smoke` (developer guide, "Use the API Gateway console to test").
 */
const testStage = 'test-invoke-stage';

export interface CallbackApiProps {
  readonly alarms: Alarms;
  readonly ingest: IFunction;
  readonly stageName: string;
  /** CIDR blocks that may call. */
  readonly origins: readonly string[];
  /** An earlier stage that stays for a time. */
  readonly previousStageName: string | undefined;
  readonly securityPolicy: SecurityPolicyName;
  readonly mutualTls: MutualTlsConfig | undefined;
  /** If absent, requests that reach no function are not logged. */
  readonly accessLogs: AccessLogs | undefined;
  readonly metricScope: string;
  readonly logRetentionDays: number;
  readonly removalPolicy: RemovalPolicy;
}

/** The REST API that Vibes calls. */
export class CallbackApi extends Construct {
  /** Base of every URL, ending in a slash. */
  readonly endpointUrl: string;
  /** Needed for test invocations, and to check which deployment the stage serves. */
  readonly ids: Readonly<
    Record<'restApi' | 'moResource' | 'moAuthorizer' | 'moAuthorizerFunction' | 'stage' | 'deployment', string>
  >;
  /** What the DNS record of the custom domain must point at. */
  readonly customDomainTarget: string | undefined;
  /** Its earlier stage, which gets calls too. */
  readonly previousStageName: string | undefined;
  /** Base of the earlier URLs, which stay while Vibes changes to the new ones. */
  readonly previousEndpointUrl: string | undefined;
  /** The calls that come in through `endpointUrl`. */
  readonly traffic: StageTraffic;
  private readonly api: RestApi;

  constructor(scope: Construct, id: string, props: CallbackApiProps) {
    super(scope, id);
    const { mutualTls, securityPolicy } = props;
    this.api = this.createApi(props);
    addGatewayResponses(this.api);
    const challenge = this.addRoutes(props);
    this.ids = {
      restApi: this.api.restApiId,
      moResource: this.api.root.resourceForPath(moRoute).resourceId,
      moAuthorizer: challenge.authorizer.authorizerId,
      moAuthorizerFunction: challenge.function.functionName,
      stage: this.api.deploymentStage.stageName,
      deployment: this.deployment().deploymentId,
    };
    this.endpointUrl = mutualTls === undefined ? this.api.urlForPath('/') : `https://${mutualTls.domainName}/`;
    if (mutualTls !== undefined) {
      this.customDomainTarget = new CustomDomain(this, 'CustomDomain', {
        ...mutualTls,
        securityPolicy,
        api: this.api,
      }).target;
    }
    this.watch(props, challenge, props.stageName);
    addMoAlarm(props.alarms, challenge.function);
    this.traffic = stageTraffic(this.api, props.stageName);
    this.previousStageName = props.previousStageName;
    this.previousEndpointUrl = this.keepPrevious(props, challenge);
    acknowledgeApiRules(this);
  }

  private createApi(props: CallbackApiProps): RestApi {
    const { stageName, origins, securityPolicy, mutualTls } = props;
    const api = new RestApi(this, 'Api', {
      restApiName: deployedName(this),
      description: 'Callbacks from Vibes',
      endpointConfiguration: { types: [EndpointType.REGIONAL], ipAddressType: IpAddressType.IPV4 },
      disableExecuteApiEndpoint: mutualTls !== undefined && !mutualTls.keepDefaultEndpoint,
      binaryMediaTypes: ['*/*'],
      policy: resourcePolicy(origins, stageNames(props)),
      cloudWatchRole: false,
      deployOptions: { stageName, ...throttle, ...props.accessLogs?.stageOptions },
    });
    // CDK would add an output of its own; ours are named by the contract.
    api.node.tryRemoveChild('Endpoint');
    const { defaultChild } = api.node;
    if (!(defaultChild instanceof CfnRestApi)) throw new Error('the API has no resource of its own');
    applySecurityPolicy(defaultChild, securityPolicy);
    return api;
  }

  /** @returns what asks for credentials on the MO route */
  private addRoutes(props: CallbackApiProps): MoChallenge {
    const { ingest, metricScope, logRetentionDays, removalPolicy } = props;
    // Not `LambdaIntegration`: it lets every stage of the API invoke the function.
    const integration = new AwsIntegration({
      service: 'lambda',
      path: `2015-03-31/functions/${ingest.functionArn}/invocations`,
      proxy: true,
      // Vibes gives up after 2 s.
      options: { timeout: Duration.millis(1_800) },
    });
    for (const stage of new Set([...stageNames(props), testStage])) this.allowInvoke(ingest, stage);
    for (const path of resourcePaths) {
      const node = this.api.root.resourceForPath(path);
      node.addMethod('ANY', integration);
      node.addResource('{proxy+}').addMethod('ANY', integration);
    }
    const countPassed = stageNames(props).length > 1;
    const challenge = new MoChallenge(this, 'Challenge', {
      ...{ metricScope, countPassed, logRetentionDays, removalPolicy },
    });
    const { authorizer } = challenge;
    // Otherwise an update that adds it would answer MO messages with 500 until it may be called.
    this.deployment().node.addDependency(...permissionsIn(challenge));
    const mo = this.api.root.resourceForPath(moRoute);
    for (const method of moMethods) {
      mo.addMethod(method, integration, { authorizationType: AuthorizationType.CUSTOM, authorizer });
    }
    this.restrictPermissions();
    return challenge;
  }

  /** Named after its stage, so that it does not change when another stage is added. */
  private allowInvoke(ingest: IFunction, stage: string): void {
    new CfnPermission(this, `Invoke.${stage}`, {
      action: 'lambda:InvokeFunction',
      functionName: ingest.functionArn,
      principal: 'apigateway.amazonaws.com',
      sourceArn: Stack.of(this).formatArn({
        service: 'execute-api',
        resource: this.api.restApiId,
        resourceName: `${stage}/*/*`,
      }),
    });
  }

  /** The API's ARN names the account too, but security checks look for the condition itself. */
  private restrictPermissions(): void {
    for (const permission of permissionsIn(this)) permission.sourceAccount = Stack.of(this).account;
  }

  private deployment(): Deployment {
    const { latestDeployment } = this.api;
    if (latestDeployment === undefined) throw new Error('the API has no deployment of its own');
    return latestDeployment;
  }

  /** What Vibes calls until it has the new URLs: the previous stage, or the API's own domain besides the custom one. */
  private keepPrevious(props: CallbackApiProps, challenge: MoChallenge): string | undefined {
    const { accessLogs, previousStageName, mutualTls } = props;
    if (previousStageName === undefined) return mutualTls?.keepDefaultEndpoint ? this.api.urlForPath('/') : undefined;
    const deployment = this.deployment();
    // Named as `RestApi` names its own stage, so that it is the same resource as in the previous deployment.
    const id = `DeploymentStage.${previousStageName}`;
    const options = { ...throttle, ...accessLogs?.stageOptions };
    const stage = new Stage(this.api, id, { deployment, stageName: previousStageName, ...options });
    this.watch(props, challenge, previousStageName, 'Previous');
    return stage.urlForPath('/');
  }

  private watch(props: CallbackApiProps, challenge: MoChallenge, stageName: string, prefix = ''): void {
    const isOneOfTwo = stageNames(props).length > 1;
    addGatewayAlarms({
      ...{ alarms: props.alarms, api: this.api, challenge: challenge.function },
      ...{ stageName, isOneOfTwo, prefix },
    });
  }
}

function permissionsIn(scope: Construct): readonly CfnPermission[] {
  return scope.node.findAll().filter((construct) => construct instanceof CfnPermission);
}

/** The stages that Vibes calls. */
function stageNames({ stageName, previousStageName }: CallbackApiProps): readonly string[] {
  return previousStageName === undefined ? [stageName] : [stageName, previousStageName];
}
