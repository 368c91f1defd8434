import { alarms } from './alarms';
import type { OpsCommand } from './frame/command';
import { status } from './status';
import { urls } from './urls';

/** Every command, in the order of the help. */
export const opsCommands: readonly OpsCommand[] = [status, alarms, urls];
