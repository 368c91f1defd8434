/** Folders and child processes, for programs that run beside the local cloud. */
export { endWithThisProcess } from './end-with-this-process';
export { makeFolder } from './make-folder';
