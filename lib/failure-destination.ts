import { Annotations, Aspects, Reference, Stack, Tokenization } from 'aws-cdk-lib';
import { type IRole, Policy, PolicyStatement, Role } from 'aws-cdk-lib/aws-iam';
import {
  Alias,
  CfnEventInvokeConfig,
  CfnFunction,
  FunctionBase,
  type IFunction,
  Function as LambdaFunction,
  Version,
} from 'aws-cdk-lib/aws-lambda';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import { Construct, type IConstruct } from 'constructs';

/** A function of this app whose asynchronous invocations can be configured from here. */
export interface OwnFunction {
  readonly fn: LambdaFunction;
  readonly qualifier: string;
  readonly role: IRole;
  /** Address of the target's construct: the function, its version or alias. */
  readonly address: string;
}

/** Whether the target is a function, and whether this app owns it. */
export function readFunctionTarget(target: IConstruct | undefined): {
  readonly fn: IFunction | undefined;
  readonly own: OwnFunction | undefined;
} {
  if (!(target instanceof FunctionBase)) return { fn: undefined, own: undefined };
  const fn = 'lambda' in target && target.lambda instanceof FunctionBase ? target.lambda : target;
  const qualifier = target instanceof Alias ? target.aliasName : target instanceof Version ? target.version : '$LATEST';
  // The policies of an imported function or role belong to another deployment.
  const isOwn = fn instanceof LambdaFunction && fn.role instanceof Role;
  return { fn, own: isOwn ? { fn, qualifier, role: fn.role, address: target.node.addr } : undefined };
}

/**
 * Keeps what a function fails on. For EventBridge an event is delivered once Lambda has it; Lambda tries twice more,
 * then discards it ("When an event fails all processing attempts … Lambda discards it", Lambda developer guide).
 *
 * A function, version or alias has one such configuration. The customer's own takes precedence, even if it is added
 * after the subscription; if it has no `onFailure`, it gets this one, unless it is in another stack.
 */
export class FailureDestination extends Construct {
  private readonly config: CfnEventInvokeConfig;
  private used = true;

  constructor(
    private readonly subscription: Construct,
    id: string,
    private readonly target: OwnFunction,
    private readonly queue: IQueue,
  ) {
    super(subscription, id);
    const { fn, qualifier, role, address } = target;
    // A policy of its own in this stack: a statement in the function's policy would make two stacks depend on each
    // other.
    const policy = new Policy(this, 'Policy', {
      roles: [role],
      statements: [new PolicyStatement({ actions: ['sqs:SendMessage'], resources: [queue.queueArn] })],
    });
    this.config = new CfnEventInvokeConfig(this, 'Config', {
      functionName: fn.functionName,
      qualifier,
      destinationConfig: { onFailure: { destination: queue.queueArn } },
    });
    // A function can have only one. With an id from the subscription's name, renaming it, or reordering two
    // subscriptions, would make a second resource for the function, which CloudFormation creates before it deletes the
    // first.
    this.config.overrideLogicalId(`FailureDestination${address}`);
    // Lambda refuses a destination that the function's role may not write to.
    this.config.node.addDependency(policy);
    Aspects.of(subscription).add({ visit: (node) => node === subscription && this.giveWay() });
  }

  /** The one that another subscription made for the same function, if any. */
  static of({ fn, qualifier }: OwnFunction): FailureDestination | undefined {
    return fn.node.root.node
      .findAll()
      .find(
        (one): one is FailureDestination =>
          one instanceof FailureDestination && one.target.fn === fn && one.target.qualifier === qualifier,
      );
  }

  /** Whether what the function fails on goes to a destination, this one or the customer's. Final at synth. */
  get isUsed(): boolean {
    return this.used;
  }

  /** Runs at synth, because the customer's may be added after the subscription. */
  private giveWay(): void {
    const theirs = this.node.root.node
      .findAll()
      .find(
        (one): one is CfnEventInvokeConfig =>
          one instanceof CfnEventInvokeConfig && one !== this.config && this.isForTarget(one),
      );
    if (theirs === undefined) return;
    this.node.tryRemoveChild('Config');
    if (hasOnFailure(theirs)) {
      this.node.tryRemoveChild('Policy');
      return;
    }
    // Our stack already refers to their function: if theirs referred to our queue, two stacks would depend on each
    // other.
    if (Stack.of(theirs) !== Stack.of(this.queue)) {
      this.node.tryRemoveChild('Policy');
      this.used = false;
      const { subscription } = this;
      if (!keepsFailures(this.target.fn)) warnOfDrops(subscription, subscription.node.id, this.target.fn);
      return;
    }
    theirs.addPropertyOverride('DestinationConfig.OnFailure.Destination', this.queue.queueArn);
    const policy = this.node.tryFindChild('Policy');
    if (policy !== undefined) theirs.node.addDependency(policy);
  }

  private isForTarget({ functionName, qualifier }: CfnEventInvokeConfig): boolean {
    const { fn, qualifier: ours } = this.target;
    return isSame(functionName, fn.functionName) && isSame(qualifier, ours);
  }
}

/** Compares tokens by what they refer to, because logical ids of two stacks may be the same. */
function isSame(one: string, another: string): boolean {
  const [left, right] = [one, another].map((text) => Tokenization.reverse(text));
  if (!Reference.isReference(left) || !Reference.isReference(right)) return one === another;
  return left.target === right.target;
}

/** Warns at synth that failures are not kept, unless the function keeps them itself. */
export function adviseFailureDestination(subscription: Construct, id: string, fn: IFunction): void {
  Aspects.of(subscription).add({
    visit: (node) => {
      if (node === subscription && !keepsFailures(fn)) warnOfDrops(subscription, id, fn);
    },
  });
}

function warnOfDrops(subscription: Construct, id: string, fn: IFunction): void {
  Annotations.of(subscription).addWarningV2('vibes-callbacks:no-failure-destination', advice(id, fn));
}

function keepsFailures(fn: IFunction): boolean {
  return fn.node.findAll().some((one) => {
    if (one instanceof CfnFunction) return one.deadLetterConfig !== undefined;
    return one instanceof CfnEventInvokeConfig && hasOnFailure(one);
  });
}

function hasOnFailure({ destinationConfig }: CfnEventInvokeConfig): boolean {
  return JSON.stringify(destinationConfig ?? {}).includes('nFailure');
}

function advice(id: string, { node }: IFunction): string {
  return `onCallback('${id}'): an event that the function ${node.id} fails on is tried twice more, then dropped by Lambda; an alarm reports it, but the event has to be replayed from the archive. Give the function an onFailure destination where it is configured.`;
}
