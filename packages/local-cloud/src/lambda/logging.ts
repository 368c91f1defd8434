import type { LocalResource } from '../template/deployment';
import { asRecord, optionalText, refuse, refuseUnknown } from '../template/properties';

/** From the most detailed on. */
const levels = ['TRACE', 'DEBUG', 'INFO', 'WARN', 'ERROR', 'FATAL'] as const;
export type LogLevel = (typeof levels)[number];

/** `LoggingConfig` of a function: a level filters only where the format is JSON. */
export interface Logging {
  readonly format: 'Text' | 'JSON';
  /** Of the function's own lines. */
  readonly application: LogLevel;
  /** Of Lambda's lines. */
  readonly system: LogLevel;
}

/** The service's default. */
export const textLogging: Logging = { format: 'Text', application: 'INFO', system: 'INFO' };

const systemLevels: readonly string[] = ['DEBUG', 'INFO', 'WARN'] satisfies LogLevel[];

/** @throws LocalCloudError for a format or level that the service does not have */
export function readLogging(resource: LocalResource): Logging {
  const config = asRecord(resource.properties.LoggingConfig);
  refuseUnknown(resource, config, ['ApplicationLogLevel', 'LogFormat', 'LogGroup', 'SystemLogLevel']);
  const format = optionalText(config.LogFormat) ?? 'Text';
  if (format !== 'Text' && format !== 'JSON') return refuse(resource, `the log format ${format}`);
  const levelOf = (name: string, known: readonly string[]) => {
    const level = optionalText(config[name]) ?? 'INFO';
    if (format === 'Text' && config[name] !== undefined) refuse(resource, `${name} with the log format Text`);
    return known.includes(level) && isLevel(level) ? level : refuse(resource, `the ${name} ${level}`);
  };
  return {
    format,
    application: levelOf('ApplicationLogLevel', levels),
    system: levelOf('SystemLogLevel', systemLevels),
  };
}

/** The log group that a function writes to: the template's, else Lambda's own. */
export function logGroupOf({ ref, properties }: Pick<LocalResource, 'ref' | 'properties'>): string {
  return optionalText(asRecord(properties.LoggingConfig).LogGroup) ?? `/aws/lambda/${ref}`;
}

export function passes(level: LogLevel, least: LogLevel): boolean {
  return levels.indexOf(level) >= levels.indexOf(least);
}

/** Whether a line of the function's own is kept. One that names no level is INFO (developer guide, "Log-level filtering"). */
export function keepsLine({ format, application }: Logging, line: string): boolean {
  return format === 'Text' || passes(levelIn(line), application);
}

function levelIn(line: string): LogLevel {
  const [, level = ''] = /^\{.*?"level":"(\w+)"/.exec(line) ?? [];
  const upper = level.toUpperCase();
  return isLevel(upper) ? upper : 'INFO';
}

function isLevel(text: string): text is LogLevel {
  return levels.some((level) => level === text);
}
