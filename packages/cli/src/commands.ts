import { alarms } from './commands/alarms';
import { changes } from './commands/changes';
import { connect } from './commands/connect';
import { connectPlatform } from './commands/connect-platform';
import { connectScopes } from './commands/connect-scopes';
import { connectStatus } from './commands/connect-status';
import { connectTest } from './commands/connect-test';
import { credentialsRetire } from './commands/credentials-retire';
import { credentialsRotate } from './commands/credentials-rotate';
import { credentialsShow } from './commands/credentials-show';
import { credentialsStatus } from './commands/credentials-status';
import { deadDrop, deadExport, deadList, deadRedrive, deadShow } from './commands/dead';
import { doctor } from './commands/doctor';
import { env } from './commands/env';
import { find } from './commands/find';
import { listen } from './commands/listen';
import { outcomesList } from './commands/outcomes-list';
import { outcomesRebuild } from './commands/outcomes-rebuild';
import { outcomesStuck } from './commands/outcomes-stuck';
import { overflowList } from './commands/overflow-list';
import { overflowRequeue } from './commands/overflow-requeue';
import { replay } from './commands/replay';
import { send } from './commands/send';
import { smoke } from './commands/smoke';
import { status } from './commands/status';
import { tail } from './commands/tail';
import {
  undeliveredDrop,
  undeliveredExport,
  undeliveredList,
  undeliveredRedrive,
  undeliveredShow,
} from './commands/undelivered';
import { unrecognizedDismiss } from './commands/unrecognized-dismiss';
import { unrecognizedList } from './commands/unrecognized-list';
import { unrecognizedReprocess } from './commands/unrecognized-reprocess';
import { unrecognizedShow } from './commands/unrecognized-show';
import { urls } from './commands/urls';
import type { OpsCommand } from './frame/command';

/** Every command, in the order of the help. */
export const opsCommands: readonly OpsCommand[] = [
  status,
  doctor,
  smoke,
  find,
  alarms,
  changes,
  tail,
  deadList,
  deadShow,
  deadRedrive,
  deadDrop,
  deadExport,
  undeliveredList,
  undeliveredShow,
  undeliveredRedrive,
  undeliveredDrop,
  undeliveredExport,
  unrecognizedList,
  unrecognizedShow,
  unrecognizedReprocess,
  unrecognizedDismiss,
  overflowList,
  overflowRequeue,
  replay,
  listen,
  outcomesList,
  outcomesStuck,
  outcomesRebuild,
  urls,
  connect,
  connectPlatform,
  connectScopes,
  connectStatus,
  connectTest,
  credentialsStatus,
  credentialsShow,
  credentialsRotate,
  credentialsRetire,
  env,
  send,
];
