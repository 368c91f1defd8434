import { accessSync, constants, existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { LocalCloudError } from '../base/local-cloud-error';
import { parseJson } from '../base/parse-json';
import { asRecord } from '../template/properties';
import { openPrivateFolder } from './private-folder';

/** Raised when a folder written by an older local cloud can no longer be read. */
const format = 1;
const marker = 'local-cloud.json';

/** Where each part keeps its data. */
export interface DataFolder {
  readonly queuesAndObjects: string;
  readonly tables: string;
  readonly notifications: string;
  readonly secrets: string;
  readonly events: string;
  /** What was made by the API besides the template's. */
  readonly rules: string;
  /** Events that targets of rules have yet to get. */
  readonly deliveries: string;
  readonly logs: string;
  readonly subscriptions: string;
  readonly metrics: string;
  readonly alarms: string;
  /** When each alarm was created. */
  readonly alarmStarts: string;
  /** When each schedule last fired. */
  readonly schedules: string;
  /** What an operator switched off. */
  readonly mappings: string;
  /** How other tools reach its AWS server. */
  readonly access: string;
}

/**
 * Opens the data folder, made where it is missing.
 * @throws LocalCloudError if it is not a folder, or belongs to something else or to another version
 */
export function openDataFolder(path: string): DataFolder {
  try {
    openPrivateFolder(path);
    accessSync(path, constants.R_OK | constants.W_OK | constants.X_OK);
  } catch (error) {
    if (error instanceof LocalCloudError) throw error;
    throw new LocalCloudError(
      'data-folder-unusable',
      `The data folder ${path} cannot be read and written: choose another with --data.`,
    );
  }
  checkMarker(path);
  return {
    queuesAndObjects: join(path, 'queues-and-objects'),
    tables: join(path, 'tables'),
    notifications: join(path, 'notifications'),
    secrets: join(path, 'secrets.json'),
    events: join(path, 'events.jsonl'),
    rules: join(path, 'rules.json'),
    deliveries: join(path, 'deliveries.jsonl'),
    logs: join(path, 'logs'),
    subscriptions: join(path, 'subscriptions.json'),
    metrics: join(path, 'metrics.jsonl'),
    alarms: join(path, 'alarms.jsonl'),
    alarmStarts: join(path, 'alarm-starts.json'),
    schedules: join(path, 'schedules.json'),
    mappings: join(path, 'event-source-mappings.json'),
    access: join(path, 'aws.json'),
  };
}

/** What the command line may have put there before. */
const own = /^(?:assemblies|lock|token|outputs\.json|credentials\.json|functions\.log)/;

function checkMarker(path: string): void {
  const file = join(path, marker);
  if (existsSync(file)) {
    checkFormat(path, readFileSync(file, 'utf8'));
    return;
  }
  if (readdirSync(path).some((name) => !own.test(name))) {
    throw new LocalCloudError(
      'data-folder-unusable',
      `The folder ${path} is not empty and not the local cloud's: choose another with --data, or empty it.`,
    );
  }
  writeFileSync(file, JSON.stringify({ format }));
}

function checkFormat(path: string, text: string): void {
  if (asRecord(parseJson(text)).format === format) return;
  throw new LocalCloudError(
    'data-folder-of-other-version',
    `The data folder ${path} was written by another version of the local cloud: delete it, or choose another with --data.`,
  );
}
