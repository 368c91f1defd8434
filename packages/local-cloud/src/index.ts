/**
 * The local cloud's only entry: code outside of this folder imports this file. A test starts the whole of it as a process
 * of its own (`packages/cli/bin/local.ts`); what is exported here are its shapes, and the AWS half alone.
 */
export { bundlePage } from '../../cli/src/start/inbox/bundle-page';
export type { AlarmState } from './aws/cloudwatch/alarms/alarm-definition';
export type { AlarmChange } from './aws/cloudwatch/alarms/alarm-message';
export type { AlarmStatus } from './aws/cloudwatch/alarms/alarms';
export { openDataFolder } from './aws/data-folder';
export { matchesPattern } from './aws/events/pattern/matches-pattern';
export { freeEndpoint } from './aws/free-endpoint';
export type { GrantCount } from './aws/iam/grant-use';
export { createListeners } from './aws/listeners';
export type { Denial, LocalAws, LocalState, PublishedEvent } from './aws/local-aws';
export { type OperatorAccess, ownerCall } from './aws/operator-call';
export { makeOwnerToken } from './aws/owner-token';
export { openPrivateFolder } from './aws/private-folder';
export type { SecretChange } from './aws/secrets/secret-store';
export type { DeadMessage } from './aws/sqs/queues';
export { startLocalAws } from './aws/start-local-aws';
export { type ControlPages, type ControlRoutes, createControlApi, readTexts } from './control/control-api';
export type { ControlKeys } from './control/owner-access';
export type { DeliveryOutcome } from './delivery/delivery-outcome';
export type { ReceivedMessages } from './event-source/mappings';
export type { Fault, FaultMode } from './faults/fault';
export type { FunctionFault } from './faults/function-faults';
export { complaintAbout, isFault } from './faults/read-fault';
export { certificateOf } from './gateway/custom-domain';
export { type Answered, type Exchange, GatewayServer } from './gateway/gateway-server';
export type { FunctionConfig } from './lambda/function-config';
export type { FunctionErrorResult } from './lambda/invocation';
export { LocalCloud } from './local-cloud';
export { LocalCloudError } from './local-cloud-error';
export type { CloudState, LocalCloudOptions } from './local-cloud-options';
export { describedAt, localPlace } from './local-place';
export { isRunning } from './process-identity';
export type { StackChoice } from './template/cloud-assembly';
export { type CloudAssembly, readCloudAssembly } from './template/cloud-assembly';
export { deployTemplate } from './template/deploy-template';
export type { Deployment, LocalResource } from './template/deployment';
export { localOutputs } from './template/local-outputs';
export { asRecord, asTexts, isRecord, optionalText } from './template/properties';
export type { Template, TemplateResource } from './template/template';
export type { WarmUpRequest } from './warm-up';
