import { alarms } from './alarms';
import { credentialsRetire } from './credentials-retire';
import { credentialsRotate } from './credentials-rotate';
import { credentialsShow } from './credentials-show';
import { credentialsStatus } from './credentials-status';
import { deadDrop } from './dead-drop';
import { deadExport } from './dead-export';
import { deadList } from './dead-list';
import { deadRedrive } from './dead-redrive';
import { deadShow } from './dead-show';
import { doctor } from './doctor';
import { env } from './env';
import { find } from './find';
import type { OpsCommand } from './frame/command';
import { overflowList } from './overflow-list';
import { overflowRequeue } from './overflow-requeue';
import { replay } from './replay';
import { send } from './send';
import { smoke } from './smoke';
import { status } from './status';
import { tail } from './tail';
import { unrecognizedList } from './unrecognized-list';
import { unrecognizedReprocess } from './unrecognized-reprocess';
import { unrecognizedShow } from './unrecognized-show';
import { urls } from './urls';

/** Every command, in the order of the help. */
export const opsCommands: readonly OpsCommand[] = [
  status,
  doctor,
  find,
  alarms,
  tail,
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
  replay,
  urls,
  credentialsStatus,
  credentialsShow,
  credentialsRotate,
  credentialsRetire,
  smoke,
  env,
  send,
];
