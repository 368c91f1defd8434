import { createHash } from 'node:crypto';

/** What CloudFormation gives for a resource that it made: `Ref` and the attributes of `Fn::GetAtt`. */
export interface PhysicalResource {
  readonly ref: string;
  readonly attributes: Readonly<Record<string, string>>;
}

export interface Placement {
  readonly stackName: string;
  readonly region: string;
  readonly accountId: string;
  /** Origin of the server; queue URLs name it, because the SDK sends a queue's calls to the host of its URL. */
  readonly endpoint: string;
}

interface Site extends Placement {
  readonly logicalId: string;
  /** What contains it: the bus of a rule. */
  readonly parent: string | undefined;
  /** The name: the template's own, else made of stack and logical id, so that it is the same at each start. */
  name(maxLength: number): string;
  arn(service: string, resource: string): string;
}

type Rule = readonly [nameProperty: string | undefined, describe: (site: Site) => PhysicalResource];

/** The types whose `Ref` is not their name, or that have attributes; from the CloudFormation reference. */
const rules: Readonly<Record<string, Rule>> = {
  'AWS::SQS::Queue': [
    'QueueName',
    (site) => {
      const name = site.name(80);
      const url = `${site.endpoint}/${site.accountId}/${name}`;
      return { ref: url, attributes: { Arn: site.arn('sqs', name), QueueName: name, QueueUrl: url } };
    },
  ],
  'AWS::DynamoDB::Table': [
    'TableName',
    (site) => {
      const name = site.name(255);
      const arn = site.arn('dynamodb', `table/${name}`);
      return { ref: name, attributes: { Arn: arn, StreamArn: `${arn}/stream/local` } };
    },
  ],
  'AWS::S3::Bucket': [
    'BucketName',
    (site) => {
      const name = site.name(63).toLowerCase();
      const hosts = {
        DomainName: `${name}.s3.amazonaws.com`,
        RegionalDomainName: `${name}.s3.${site.region}.amazonaws.com`,
      };
      return { ref: name, attributes: { Arn: `arn:aws:s3:::${name}`, ...hosts } };
    },
  ],
  'AWS::Events::EventBus': [
    'Name',
    (site) => {
      const name = site.name(256);
      return { ref: name, attributes: { Arn: site.arn('events', `event-bus/${name}`), Name: name } };
    },
  ],
  'AWS::Events::Archive': [
    'ArchiveName',
    (site) => {
      const name = site.name(48);
      return { ref: name, attributes: { Arn: site.arn('events', `archive/${name}`), ArchiveName: name } };
    },
  ],
  'AWS::KinesisFirehose::DeliveryStream': [
    'DeliveryStreamName',
    (site) => {
      const name = site.name(64);
      return { ref: name, attributes: { Arn: site.arn('firehose', `deliverystream/${name}`) } };
    },
  ],
  'AWS::Events::Rule': [
    'Name',
    (site) => {
      const name = site.name(64);
      const bus = site.parent?.split(':event-bus/').at(-1) ?? 'default';
      // On a custom bus, both contain the bus's name.
      if (bus === 'default') return named(name, () => site.arn('events', `rule/${name}`));
      return { ref: `${bus}|${name}`, attributes: { Arn: site.arn('events', `rule/${bus}/${name}`) } };
    },
  ],
  'AWS::SecretsManager::Secret': [
    'Name',
    (site) => {
      const arn = site.arn('secretsmanager', `secret:${site.name(512)}-${digest(site.logicalId, 6)}`);
      return { ref: arn, attributes: { Id: arn } };
    },
  ],
  'AWS::IAM::Role': [
    'RoleName',
    (site) => {
      const name = site.name(64);
      const attributes = { Arn: `arn:aws:iam::${site.accountId}:role/${name}`, RoleId: roleId(site.logicalId) };
      return { ref: name, attributes };
    },
  ],
  'AWS::Lambda::Function': [
    'FunctionName',
    (site) => named(site.name(64), (name) => site.arn('lambda', `function:${name}`)),
  ],
  'AWS::Lambda::EventSourceMapping': [
    undefined,
    (site) => {
      const id = uuid(site.logicalId);
      const arn = site.arn('lambda', `event-source-mapping:${id}`);
      return { ref: id, attributes: { Id: id, EventSourceMappingArn: arn } };
    },
  ],
  'AWS::SNS::Topic': [
    'TopicName',
    (site) => {
      const name = site.name(256);
      const arn = site.arn('sns', name);
      return { ref: arn, attributes: { TopicArn: arn, TopicName: name } };
    },
  ],
  'AWS::Logs::LogGroup': [
    'LogGroupName',
    (site) => named(site.name(512), (name) => site.arn('logs', `log-group:${name}:*`)),
  ],
  'AWS::CloudWatch::Alarm': [
    'AlarmName',
    (site) => named(site.name(255), (name) => site.arn('cloudwatch', `alarm:${name}`)),
  ],
  'AWS::CloudWatch::CompositeAlarm': [
    'AlarmName',
    (site) => named(site.name(255), (name) => site.arn('cloudwatch', `alarm:${name}`)),
  ],
  'AWS::ApiGateway::RestApi': [
    undefined,
    (site) => ({
      ref: digest(site.logicalId, 10),
      attributes: { RestApiId: digest(site.logicalId, 10), RootResourceId: digest(`${site.logicalId}/`, 10) },
    }),
  ],
  'AWS::ApiGateway::DomainName': [
    'DomainName',
    (site) => {
      const target = `d-${digest(site.logicalId, 10)}.execute-api.${site.region}.amazonaws.com`;
      return { ref: site.name(255), attributes: { RegionalDomainName: target } };
    },
  ],
  'AWS::ApiGateway::Authorizer': [
    undefined,
    (site) => ({ ref: digest(site.logicalId, 6), attributes: { AuthorizerId: digest(site.logicalId, 6) } }),
  ],
  'AWS::ApiGateway::Stage': ['StageName', (site) => ({ ref: site.name(128), attributes: {} })],
  'AWS::ApiGateway::Resource': [
    undefined,
    (site) => ({ ref: digest(site.logicalId, 6), attributes: { ResourceId: digest(site.logicalId, 6) } }),
  ],
  'AWS::ApiGateway::Deployment': [
    undefined,
    (site) => ({ ref: digest(site.logicalId, 6), attributes: { DeploymentId: digest(site.logicalId, 6) } }),
  ],
};

/** The property that a type is named by, when the template names it. */
export function nameProperty(type: string): string | undefined {
  return rules[type]?.[0];
}

/** The property that names what contains a resource of this type. */
export function parentProperty(type: string): string | undefined {
  return type === 'AWS::Events::Rule' ? 'EventBusName' : undefined;
}

/** Whether attributes of this type are known; of another one nothing runs here, and any name will do. */
export function isKnownType(type: string): boolean {
  return type in rules;
}

/** A type without a rule has its name for `Ref` and no attributes: asking for one is an error, never a guess. */
export function physicalResource(
  type: string,
  logicalId: string,
  given: { readonly name?: string | undefined; readonly parent?: string | undefined },
  placement: Placement,
): PhysicalResource {
  const site: Site = {
    ...placement,
    logicalId,
    parent: given.parent,
    name: (maxLength) => given.name ?? shortened(`${placement.stackName}-${logicalId}`, maxLength),
    arn: (service, resource) => `arn:aws:${service}:${placement.region}:${placement.accountId}:${resource}`,
  };
  return rules[type]?.[1](site) ?? { ref: site.name(255), attributes: {} };
}

function named(name: string, arn: (name: string) => string): PhysicalResource {
  return { ref: name, attributes: { Arn: arn(name) } };
}

function shortened(name: string, maxLength: number): string {
  return name.length <= maxLength ? name : `${name.slice(0, maxLength - 9)}-${digest(name, 8)}`;
}

/** Lower-case letters and digits, the same at each start. */
function digest(text: string, length: number): string {
  return BigInt(`0x${createHash('sha256').update(text).digest('hex')}`)
    .toString(36)
    .padStart(50, '0')
    .slice(0, length);
}

function uuid(text: string): string {
  const hex = createHash('sha256').update(text).digest('hex');
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20, 32)].join('-');
}

function roleId(logicalId: string): string {
  return `AROA${digest(`role ${logicalId}`, 17).toUpperCase()}`;
}
