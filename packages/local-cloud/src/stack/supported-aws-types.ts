import { resourcePolicyTypes } from '../aws/iam/resource-policies';

/** Resource types of the template that the AWS half supports. */
export const supportedByLocalAws: readonly string[] = [
  'AWS::DynamoDB::Table',
  'AWS::Events::EventBus',
  'AWS::IAM::ManagedPolicy',
  'AWS::IAM::Policy',
  'AWS::IAM::Role',
  'AWS::IAM::RolePolicy',
  'AWS::S3::Bucket',
  'AWS::SQS::Queue',
  'AWS::SecretsManager::Secret',
  ...resourcePolicyTypes,
];
