/**
 * The local cloud's only entry: code outside of this folder imports this file. A test starts the whole of it as a process
 * of its own (`packages/cli/bin/local.ts`); what is exported here are its shapes, and the AWS half alone.
 */
export { bundlePage } from '../../cli/src/start/inbox/bundle-page';
export { matchesPattern } from './aws/events/pattern/matches-pattern';
export { freeEndpoint } from './aws/free-endpoint';
export type { LocalState } from './aws/local-aws';
export { startLocalAws } from './aws/start-local-aws';
export type { Fault, FaultMode } from './faults/fault';
export type { FunctionFault } from './faults/function-faults';
export { type CloudAssembly, readCloudAssembly } from './template/cloud-assembly';
export { deployTemplate } from './template/deploy-template';
export type { Template, TemplateResource } from './template/template';
