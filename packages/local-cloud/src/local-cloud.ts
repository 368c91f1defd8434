import type { AlarmStatus } from './aws/cloudwatch/alarms/running-alarms';
import type { CloudWatchOptions } from './aws/cloudwatch/cloudwatch';
import { openDataFolder } from './aws/data-folder';
import { createFirehose, type Firehose } from './aws/firehose/deliver-records';
import { type ReservedEndpoint, reserveEndpoint } from './aws/free-endpoint';
import { openKeptTimes } from './aws/kept-times';
import type { LocalAws } from './aws/local-aws';
import { putObjectAs } from './aws/operator-call';
import type { RunningStack } from './aws/running-stack';
import { startLocalAws } from './aws/start-local-aws';
import { createDeliveries, type Deliveries } from './delivery/create-deliveries';
import { openDeliveryJournal } from './delivery/delivery-journal';
import { RuleFaults } from './delivery/rule-faults';
import { openMappingSwitches } from './event-source/mapping-switches';
import { Mappings } from './event-source/mappings';
import { checkAction, checkRule } from './faults/check-fault-names';
import { type CloudFault, isFunctionFault, isRuleFault } from './faults/read-fault';
import { Gateway } from './gateway/gateway';
import type { Invoke } from './gateway/invoke-in-time';
import { Functions } from './lambda/functions';
import { logGroupOf } from './lambda/logging';
import { type RuntimeApi, startRuntimeApi } from './lambda/runtime-api';
import type { CloudState, LocalCloudOptions, StackAccess } from './local-cloud-options';
import { type Observability, openObservability } from './observability';
import { createOperatorServices } from './operator-services';
import { localOutputs } from './stack/local-outputs';
import { nextStack, withCode } from './stack/next-stack';
import { readAssembledStack, type Stack } from './stack/read-stack';
import { createStackEvents } from './stack/stack-events';
import { WarmUp } from './warm-up';

/** What a batch under way may take when the cloud is emptied; then its workers are ended. */
const resetGraceMs = 1000;

/** The synthesized stack, running: gateway, functions, event source mapping, and AWS behind them. */
export class LocalCloud {
  readonly #functions: Functions;
  readonly #mappings: Mappings;
  readonly #seen: Observability;
  readonly #deliveries: Deliveries;
  readonly #warmUp: WarmUp;
  readonly #firehose: Firehose;
  readonly #ruleFaults = new RuleFaults();
  #gateway: Gateway | undefined;
  #deployedAt = new Date();
  readonly #stackEvents = createStackEvents();

  private constructor(
    private stack: Stack,
    private readonly aws: LocalAws,
    private readonly runtimeApi: RuntimeApi,
    private readonly options: LocalCloudOptions,
  ) {
    this.#stackEvents.deployed(stack.stackName, undefined, stack.template, this.#deployedAt);
    this.#warmUp = new WarmUp(aws.warmUp.id);
    const folder = openDataFolder(options.dataDir);
    const onChange: CloudWatchOptions['onChange'] = (changes) => {
      options.cloudwatch.onChange(changes);
      this.#deliveries.notify(changes);
    };
    this.#seen = openObservability(() => this.stack, folder, { ...options.cloudwatch, onChange });
    this.#functions = new Functions(stack.functions, {
      aws,
      region: stack.deployment.region,
      runtimeApi,
      onLine: (line, source) => {
        if (this.stack.mustRun.has(source.functionLogicalId) && this.#warmUp.wrote(line)) return;
        this.#seen.hear(line, source);
        options.onLine(line, logGroupOf(this.stack.deployment.resource(source.functionLogicalId)));
      },
      // Function logs go to functions.log too; Lambda's own lines only go to the log group.
      onPlatformLine: (line, source) => this.#seen.hear(line, source),
      onStartError: options.onError,
      onInvocation: this.#seen.invoked,
    });
    const switches = openMappingSwitches(folder.mappings);
    const common = { aws, functions: this.#functions, minuteMs: options.cloudwatch.minuteMs, onError: options.onError };
    const { onReceive, onFunctionError } = options;
    this.#mappings = new Mappings({ ...common, switches, onReceive, onFunctionError });
    this.#firehose = createFirehose(() => this.stack.deliveryStreams, {
      ...{ minuteMs: options.cloudwatch.minuteMs, now: () => new Date(), onError: options.onError },
      write: ({ bucket, roleLogicalId }, key, body) =>
        putObjectAs(aws, aws.credentialsOf(roleLogicalId), { bucket, key, body }),
    });
    this.#gateway = this.#gatewayOf(stack);
    this.#deliveries = createDeliveries(stack, {
      ...common,
      logs: this.#seen.logs,
      journal: openDeliveryJournal(folder.deliveries),
      fired: openKeptTimes(folder.schedules),
      faults: this.#ruleFaults,
      onOutcome: (outcome) => {
        this.#seen.delivered(outcome);
        options.onDelivery(outcome);
      },
      onAsyncMetric: this.#seen.counted,
    });
    aws.onRules((rules) => this.#deliveries.takeOwnRules(rules));
    aws.onEvent((event) => {
      options.onEvent(event);
      this.#deliveries.take(event);
    });
    const parts = { running: () => this.#running, stack: () => this.stack, gateway: () => this.#gateway };
    const ofOperator = createOperatorServices({ ...parts, mappings: this.#mappings, folder });
    aws.addServices({ ...ofOperator, ...this.#seen.services });
  }

  /** @throws LocalCloudError for a data folder, a template or a function that cannot be used */
  static async start(options: LocalCloudOptions): Promise<LocalCloud> {
    const reserved = await reserveEndpoint();
    try {
      return await LocalCloud.#startAt(reserved, options);
    } catch (error) {
      reserved.server.close();
      throw error;
    }
  }

  static async #startAt({ endpoint, server }: ReservedEndpoint, options: LocalCloudOptions): Promise<LocalCloud> {
    const stack = readAssembledStack(options, options.assemblyDirectory, endpoint);
    const aws = await startLocalAws(stack.deployment, {
      dataDir: options.dataDir,
      minuteMs: options.cloudwatch.minuteMs,
      listener: server,
    });
    const cloud = new LocalCloud(stack, aws, await startRuntimeApi(), options);
    aws.onDenied(options.onDenied);
    aws.onCrash((workerId) => cloud.#functions.kill(workerId));
    aws.setClocks((workerId) => cloud.#functions.skewOf(workerId));
    await options.prepare?.(cloud.access);
    await cloud.#functions.warm((id) => stack.mustRun.has(id), options.onError);
    await cloud.#sendWarmUpRequests();
    cloud.#deliveries.resume();
    cloud.#deliveries.schedules.start();
    cloud.#mappings.start(stack.mappings);
    cloud.#seen.start(() => aws.queueGauges());
    return cloud;
  }

  async #sendWarmUpRequests(): Promise<void> {
    const requests = await this.options.warmUpRequests?.(this.access);
    const { api } = this.stack;
    if (requests === undefined || api === undefined) return;
    const invoke: Invoke = (arn, event) => this.#functions.byArn(arn).warmUp(event);
    const parts = { calls: this.aws.warmUp, api, invoke };
    const errors = await this.#warmUp.run(requests, parts);
    for (const error of errors) this.options.onError(error);
  }

  get current(): Stack {
    return this.stack;
  }

  /** What the owner of the stack can do with it besides calling it. */
  get access(): StackAccess {
    return { deployment: () => this.stack.deployment, aws: this.aws };
  }

  /** As CloudFormation describes it. */
  get #running(): RunningStack {
    const { stackName, template, deployment } = this.stack;
    const outputs = localOutputs(this.stack, this.options.origin);
    const events = this.#stackEvents.list();
    return { stackName, template, deployment, outputs, deployedAt: this.#deployedAt, events };
  }

  /** Undefined when the stack has no API. */
  get gateway(): Gateway | undefined {
    return this.#gateway;
  }

  alarms(): readonly AlarmStatus[] {
    return this.#seen.alarms();
  }

  async state(): Promise<CloudState> {
    const state = await this.aws.state();
    const struck = state.faults.struck + this.#functions.faultsStruck + this.#ruleFaults.struck;
    const deliveries = { underWay: this.#deliveries.underWay };
    return { ...state, faults: { struck }, functions: this.#functions.statistics, deliveries };
  }

  addFault(fault: CloudFault): void {
    this.checkFault(fault);
    if (isFunctionFault(fault)) this.#functions.byName(fault.function).addFault(fault);
    else if (isRuleFault(fault)) this.#ruleFaults.add(fault);
    else this.aws.addFault(fault);
  }

  /** @throws LocalCloudError when no function, rule or action has this name: such a fault would never strike */
  checkFault(fault: CloudFault): void {
    if (isFunctionFault(fault)) this.#functions.byName(fault.function);
    else if (isRuleFault(fault)) checkRule(fault, this.#deliveries.ruleNames);
    else checkAction(fault, this.aws.actionsOf(fault.service));
  }

  clearFaults(): void {
    this.aws.clearFaults();
    this.#functions.clearFaults();
    this.#ruleFaults.clear();
  }

  /** As they were asked for; of a counted one, how often it still strikes. */
  faults(): readonly CloudFault[] {
    const ofFunctions = this.#functions.faults.map((fault) => ({ service: 'lambda' as const, ...fault }));
    const ofRules = this.#ruleFaults.active.map((fault) => ({ service: 'rule' as const, ...fault }));
    return [...this.aws.faults(), ...ofFunctions, ...ofRules];
  }

  /** Runs the scheduled rules now. @returns the rules' names */
  runSchedules(): readonly string[] {
    return this.#deliveries.schedules.fireAll();
  }

  /** While they are held, only `passMinutes` lets minutes of CloudWatch pass. */
  holdMinutes(isHeld: boolean): void {
    this.#seen.minutes.hold(isHeld);
  }

  /** Lets this many minutes of CloudWatch pass at once, so alarms fire and end without the wait. */
  passMinutes(count: number): Promise<void> {
    return this.#seen.minutes.pass(count);
  }

  /**
   * Empties everything but the secrets, and leaves nothing in progress.
   * @param keepWorkers workers that are idle stay, with what they remember; otherwise no old worker remains
   */
  async reset(keepWorkers = false): Promise<void> {
    this.clearFaults();
    const paused = this.#mappings.pause();
    if (keepWorkers) await this.#functions.endBusy(resetGraceMs);
    else await this.#functions.replace(this.stack.functions, resetGraceMs);
    await paused;
    await this.#deliveries.clear();
    this.#firehose.clear();
    await this.aws.reset();
    // The last lines of a worker that stays may still wait in its pipe.
    await new Promise((resolve) => setImmediate(resolve));
    this.#seen.clear();
    this.#functions.clearCounts();
    this.#ruleFaults.struck = 0;
    this.#mappings.resume();
  }

  /**
   * Takes the routes, functions and mappings of another assembly, as a deployment does: nothing under way is lost.
   * @throws LocalCloudError when more than these changed
   */
  async deploy(assemblyDirectory: string): Promise<void> {
    const { endpoint } = this.stack.deployment;
    const next = nextStack(this.stack, readAssembledStack(this.options, assemblyDirectory, endpoint));
    this.#seen.define(next.deployment);
    this.#deployedAt = new Date();
    this.#stackEvents.deployed(next.stackName, this.stack.template, next.template, this.#deployedAt);
    this.stack = next;
    this.#gateway = this.#gatewayOf(next);
    this.#mappings.start(next.mappings);
    this.#deliveries.replace(next);
    await this.#functions.replace(next.functions);
  }

  /** New workers of a function, with code from another folder. */
  async takeCode(logicalId: string, bundleDirectory: string): Promise<void> {
    this.stack = withCode(this.stack, logicalId, bundleDirectory);
    await this.#functions.replace(this.stack.functions.filter((one) => one.logicalId === logicalId));
  }

  /** Lets running work finish within the grace period. The rest continues after the next start. */
  async stop(graceMs: number): Promise<void> {
    this.#seen.stop();
    this.#deliveries.schedules.stop();
    this.#mappings.abort();
    const delivered = this.#deliveries.stop();
    await this.#functions.stop(graceMs);
    await delivered;
    await this.#mappings.settled();
    this.runtimeApi.close();
    await this.#firehose.flush();
    await this.aws.stop();
  }

  #gatewayOf({ api }: Stack): Gateway | undefined {
    if (api === undefined) return undefined;
    const invoke: Invoke = (arn, event, signal) => this.#functions.byArn(arn).invoke(event, signal);
    return new Gateway(
      api,
      invoke,
      () => new Date(),
      this.#seen.requested,
      (streamArn, line) => this.#firehose.put(streamArn, `${line}\n`),
    );
  }
}
