import { alarms } from './alarms';
import { deadDrop } from './dead-drop';
import { deadExport } from './dead-export';
import { deadList } from './dead-list';
import { deadRedrive } from './dead-redrive';
import { deadShow } from './dead-show';
import { find } from './find';
import type { OpsCommand } from './frame/command';
import { overflowList } from './overflow-list';
import { overflowRequeue } from './overflow-requeue';
import { status } from './status';
import { unrecognizedList } from './unrecognized-list';
import { unrecognizedReprocess } from './unrecognized-reprocess';
import { unrecognizedShow } from './unrecognized-show';
import { urls } from './urls';

/** Every command, in the order of the help. */
export const opsCommands: readonly OpsCommand[] = [
  status,
  find,
  alarms,
  deadList,
  deadShow,
  deadRedrive,
  deadDrop,
  deadExport,
  unrecognizedList,
  unrecognizedShow,
  unrecognizedReprocess,
  overflowList,
  overflowRequeue,
  urls,
];
