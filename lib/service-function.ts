import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { AssetHashType, DockerImage, type Duration, RemovalPolicy } from 'aws-cdk-lib';
import { Grant, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import {
  Architecture,
  Code,
  Function as LambdaFunction,
  LoggingFormat,
  Runtime,
  SystemLogLevel,
} from 'aws-cdk-lib/aws-lambda';
import { LogGroup, type RetentionDays } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import type { FunctionEntry } from './bundle-function';
import { release, releaseText } from './release';

const root = join(__dirname, '..');

export interface ServiceFunctionProps<Environment extends object> {
  /** Which function it is. */
  readonly entry: FunctionEntry;
  /** What the console shows next to its name. */
  readonly description: string;
  /** Every variable that the function's `env.ts` reads, no more and no fewer. */
  readonly environment: Readonly<Record<keyof Environment, string>>;
  /** When Lambda kills an invocation, in whole seconds. */
  readonly timeout: Duration;
  /** Memory in MB; CPU grows with it. */
  readonly memorySizeMb: number;
  /** How long its logs are kept. */
  readonly logRetention: RetentionDays;
  /**
   * What happens to its logs when the stack is deleted.
   * @default RemovalPolicy.RETAIN
   */
  readonly removalPolicy?: RemovalPolicy;
}

/** Of an IAM policy statement. */
type Conditions = Record<string, Record<string, unknown>>;

/** A function of this service: its bundle, runtime, log group, and a role that may write to that group and nothing else. */
export class ServiceFunction<Environment extends object> extends Construct {
  readonly function: LambdaFunction;
  readonly role: Role;
  readonly logGroup: LogGroup;

  constructor(scope: Construct, id: string, props: ServiceFunctionProps<Environment>) {
    super(scope, id);
    this.logGroup = new LogGroup(this, 'Logs', {
      retention: props.logRetention,
      removalPolicy: props.removalPolicy ?? RemovalPolicy.RETAIN,
    });
    // A role of our own: CDK's would have a managed policy for every log group of the account.
    this.role = new Role(this, 'Role', { assumedBy: new ServicePrincipal('lambda.amazonaws.com') });
    this.function = new LambdaFunction(this, 'Function', {
      code: functionCode(props.entry),
      handler: 'index.handler',
      runtime: Runtime.NODEJS_24_X,
      architecture: Architecture.ARM_64,
      description: props.description,
      // For people who look at the function; the code does not read it.
      environment: { ...props.environment, RELEASE: releaseText(release()) },
      timeout: props.timeout,
      memorySize: props.memorySizeMb,
      role: this.role,
      logGroup: this.logGroup,
      // Of Lambda's own lines, only those about failures: three lines for each invocation would be most of the log.
      loggingFormat: LoggingFormat.JSON,
      systemLogLevelV2: SystemLogLevel.WARN,
    });
    this.logGroup.grantWrite(this.role);
  }

  allow(actions: string[], resourceArns: string[], conditions: Conditions = {}): void {
    Grant.addToPrincipal({ grantee: this.function, actions, resourceArns, conditions }).assertSuccess();
  }
}

/**
 * The package has the bundle ready-made; a clone makes it at synth. There esbuild runs in this process, and with
 * `aws:cdk:bundling-stacks: []` it does not run at all. Docker is never used.
 */
function functionCode(entry: FunctionEntry): Code {
  const readyMade = join(root, 'functions', entry);
  if (existsSync(readyMade)) return Code.fromAsset(readyMade);
  return Code.fromAsset(join(root, 'lambda', entry), {
    assetHashType: AssetHashType.OUTPUT,
    bundling: { image: DockerImage.fromRegistry('unused'), local: { tryBundle: (dir) => writeBundle(entry, dir) } },
  });
}

function writeBundle(entry: FunctionEntry, directory: string): true {
  // Required only here, because an installed package has no esbuild.
  const { bundleFunction }: typeof import('./bundle-function') = require('./bundle-function');
  mkdirSync(directory, { recursive: true });
  for (const { path, contents } of bundleFunction(entry).files) {
    writeFileSync(join(directory, basename(path)), contents);
  }
  return true;
}
