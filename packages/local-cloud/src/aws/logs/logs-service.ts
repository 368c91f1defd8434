import type { Deployment } from '../../template/deployment';
import { AwsError } from '../protocols/aws-error';
import type { AwsService } from '../protocols/call';
import { createService, type Input } from '../protocols/create-service';
import { paginate } from '../protocols/paginate';
import { refuseMembers } from '../protocols/refuse-members';
import { compileFilterPattern } from './filter-pattern';
import type { LogEvent, LogStore } from './log-store';

/** The most events that one answer has (API reference, FilterLogEvents). */
const maxEvents = 10_000;

/** Of a filter pattern (API reference, FilterLogEvents). */
const maxPatternLength = 1_024;

const supported = [
  'logGroupName',
  'logGroupIdentifier',
  'startTime',
  'endTime',
  'filterPattern',
  'limit',
  'nextToken',
  // Deprecated: "the value of this parameter is ignored".
  'interleaved',
];

/** API reference, DescribeLogGroups. */
const groupsPageSize = 50;

export interface LogGroup {
  readonly name: string;
  /** Absent: its events never expire. */
  readonly retentionDays?: number;
}

/** CloudWatch Logs: its groups, and what the functions wrote, filtered. */
export function createLogsService(
  deployment: Deployment,
  groups: () => readonly LogGroup[],
  store: LogStore,
): AwsService {
  const { region, accountId } = deployment;
  const arnOf = (group: string) => `arn:aws:logs:${region}:${accountId}:log-group:${group}`;
  return createService('logs', {
    DescribeLogGroups: {
      // AWS' own refusal names this resource for every prefix.
      requires: () => [{ action: 'logs:DescribeLogGroups', resource: `${arnOf('')}:log-stream:` }],
      answer: (input) => {
        refuseMembers(input, ['logGroupNamePrefix', 'limit', 'nextToken'], 'InvalidParameterException');
        const { logGroupNamePrefix: prefix = '', limit = groupsPageSize, nextToken } = input;
        const found = groups().filter(({ name }) => name.startsWith(String(prefix)));
        const size = Math.min(Number(limit), groupsPageSize);
        const { items, next } = paginate(found, size, nextToken, 'InvalidParameterException');
        return {
          logGroups: items.map(({ name, retentionDays }) => ({
            logGroupName: name,
            arn: `${arnOf(name)}:*`,
            logGroupArn: arnOf(name),
            retentionInDays: retentionDays,
          })),
          nextToken: next,
        };
      },
    },
    FilterLogEvents: {
      requires: (input) => [
        {
          action: 'logs:FilterLogEvents',
          resource: `${arnOf(groupOf(input))}:log-stream:`,
        },
      ],
      answer: (input) => {
        refuseMembers(input, supported, 'InvalidParameterException');
        if (String(input.filterPattern ?? '').length > maxPatternLength) {
          const why = `Member must have length less than or equal to ${maxPatternLength}`;
          throw new AwsError('InvalidParameterException', `1 validation error detected: 'filterPattern': ${why}`);
        }
        const group = groupOf(input);
        if (!groups().some(({ name }) => name === group)) {
          throw new AwsError('ResourceNotFoundException', 'The specified log group does not exist.');
        }
        return filter(input, store.read(group));
      },
    },
  });
}

function filter(input: Input, events: readonly LogEvent[]): unknown {
  const { startTime: start = 0, endTime: end = Number.POSITIVE_INFINITY, filterPattern: pattern = '' } = input;
  const matches = compileFilterPattern(String(pattern));
  const found = events
    .map((event, index) => ({ ...event, index }))
    .filter(({ timestamp }) => timestamp >= Number(start) && timestamp <= Number(end))
    .filter(({ message }) => matches(message));
  const size = Math.min(Number(input.limit ?? maxEvents), maxEvents);
  const { items, next } = paginate(found, size, input.nextToken, 'InvalidParameterException');
  return {
    events: items.map(({ timestamp, stream, message, index }) => ({
      logStreamName: stream,
      timestamp,
      ingestionTime: timestamp,
      message,
      eventId: `${timestamp}-${index}`,
    })),
    searchedLogStreams: [],
    nextToken: next,
  };
}

/** By name, or by an ARN with or without `:*`. */
function groupOf({ logGroupName: name, logGroupIdentifier: identifier }: Input): string {
  return String(name ?? identifier)
    .replace(/^arn:aws:logs:[^:]*:[^:]*:log-group:/, '')
    .replace(/:\*$/, '');
}
