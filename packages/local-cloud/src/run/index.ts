/** For a program that runs a stack: what every such program does, and the readers of its options. */

export { writeJson } from '../base/replace-file';
export { chooseStack } from './choose-stack';
export { readMinute, readPort } from './read-options';
export { type CdkRun, readCdkJson, runCdkApp } from './run-cdk-app';
export { type Program, type Run, type RunOptions, runStack, type Served } from './run-stack';
export { synthesizeApp } from './synthesize-app';
