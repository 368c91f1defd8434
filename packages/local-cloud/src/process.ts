/** Folders and processes, for programs that run alongside the local cloud. */
export { endWithThisProcess } from './base/end-with-this-process';
export { nodeComplaint } from './base/least-node';
export { makeFolder } from './base/make-folder';
export { isRunning, type ProcessIdentity, thisProcess } from './base/process-identity';
