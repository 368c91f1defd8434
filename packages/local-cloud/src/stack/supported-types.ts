import type { Template } from '../template/template';

/** What the gateway, the functions and the event source mapping here support. */
const supportedHere: readonly string[] = [
  'AWS::ApiGateway::Authorizer',
  'AWS::ApiGateway::BasePathMapping',
  'AWS::ApiGateway::Deployment',
  'AWS::ApiGateway::DomainName',
  'AWS::ApiGateway::GatewayResponse',
  'AWS::ApiGateway::Method',
  'AWS::ApiGateway::RequestValidator',
  'AWS::ApiGateway::Resource',
  'AWS::ApiGateway::RestApi',
  'AWS::ApiGateway::Stage',
  'AWS::CloudWatch::Alarm',
  'AWS::Events::Archive',
  'AWS::CloudWatch::CompositeAlarm',
  'AWS::Events::Rule',
  'AWS::KinesisFirehose::DeliveryStream',
  'AWS::Lambda::EventInvokeConfig',
  'AWS::Lambda::EventSourceMapping',
  'AWS::Lambda::Function',
  'AWS::Lambda::Permission',
  'AWS::Logs::LogGroup',
  'AWS::Logs::MetricFilter',
  'AWS::SNS::Subscription',
  'AWS::SNS::Topic',
  'AWS::SNS::TopicPolicy',
];

/** Nothing that a run could show. */
const nothingToRun: readonly string[] = [
  'AWS::CDK::Metadata',
  'AWS::CloudWatch::Dashboard',
  'AWS::EventSchemas::Registry',
  'AWS::EventSchemas::Schema',
];

/** The resource types of the template that have no part in the local run, with their number: `16 × AWS::CloudWatch::Alarm`. */
export function unsupportedTypes(template: Template, supportedElsewhere: readonly string[]): readonly string[] {
  const known = new Set([...supportedHere, ...supportedElsewhere, ...nothingToRun]);
  const counts = new Map<string, number>();
  for (const { Type } of Object.values(template.Resources)) {
    if (!known.has(Type)) counts.set(Type, (counts.get(Type) ?? 0) + 1);
  }
  return [...counts].map(([type, count]) => `${count} × ${type}`).sort();
}
