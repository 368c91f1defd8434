import { join } from 'node:path';
import { readCloudAssembly, type StackChoice } from '../template/cloud-assembly';
import { readStack, type Stack } from './read-stack';

interface Where {
  readonly chooseStack: StackChoice;
  readonly dataDir: string;
}

/** The stack of a folder that `cdk synth` wrote. @throws LocalCloudError for whatever matters and cannot be supported */
export function readAssembledStack({ chooseStack, dataDir }: Where, directory: string, endpoint: string): Stack {
  return readStack(readCloudAssembly(directory, chooseStack), endpoint, join(dataDir, 'inline-functions'));
}
