import type { Deployment, LocalResource } from '../../../template/deployment';
import { numberOf, optionalText } from '../../../template/properties';
import { AwsError } from '../../protocols/aws-error';
import type { Action } from '../../protocols/create-service';
import type { EventLog } from '../event-log';
import { compilePattern, type EventPattern } from '../pattern/compile-pattern';
import { eventFields } from '../pattern/event-fields';
import { readJsonTree } from '../pattern/json-tree';
import { matchesEvent } from '../pattern/match-event';
import { eventsPage } from './events-page';

/** API reference, ListArchives. */
const pageSize = 50;

export interface Archive {
  readonly name: string;
  readonly arn: string;
  /** The bus whose events it has. */
  readonly sourceArn: string;
  readonly retentionDays: number;
  readonly pattern: string | undefined;
  /** Its content: every published event that its pattern matches, unchanged. */
  events(): readonly string[];
}

/** The template's archives: what they have is in the log of published events, and never expires here. */
export function readArchives(deployment: Deployment, log: EventLog): readonly Archive[] {
  return deployment.ofType('AWS::Events::Archive').map((resource) => toArchive(resource, deployment, log));
}

function toArchive({ logicalId, ref, properties }: LocalResource, deployment: Deployment, log: EventLog): Archive {
  const { EventPattern: given } = properties;
  const pattern = given === undefined ? undefined : JSON.stringify(given);
  const compiled = pattern === undefined ? undefined : compilePattern(pattern, `the archive "${ref}"`);
  return {
    name: ref,
    arn: deployment.attribute(logicalId, 'Arn'),
    sourceArn: optionalText(properties.SourceArn) ?? '',
    retentionDays: numberOf(properties.RetentionDays, 0),
    pattern,
    events: () => log.lines().filter((line) => compiled === undefined || matches(compiled, line)),
  };
}

function matches(pattern: EventPattern, line: string): boolean {
  return matchesEvent(pattern, eventFields(readJsonTree(line)));
}

export function archiveActions(archives: readonly Archive[], now: () => Date): Readonly<Record<string, Action>> {
  const createdAt = now();
  const describe = (archive: Archive) => {
    const events = archive.events();
    return {
      ArchiveName: archive.name,
      EventSourceArn: archive.sourceArn,
      State: 'ENABLED',
      RetentionDays: archive.retentionDays,
      SizeBytes: events.reduce((bytes, line) => bytes + Buffer.byteLength(line), 0),
      EventCount: events.length,
      CreationTime: createdAt,
    };
  };
  return {
    ListArchives: {
      requires: () => [{ action: 'events:ListArchives', resource: '*' }],
      answer: (input) => {
        const { NamePrefix: prefix = '', EventSourceArn: source, State: state = 'ENABLED' } = input;
        const found = archives.filter(
          ({ name, sourceArn }) =>
            name.startsWith(String(prefix)) && (source === undefined || source === sourceArn) && state === 'ENABLED',
        );
        const { items, next } = eventsPage(found, input, pageSize);
        return { Archives: items.map(describe), NextToken: next };
      },
    },
    DescribeArchive: {
      requires: ({ ArchiveName: name }) => {
        const resource = archives.find((archive) => archive.name === name)?.arn ?? '*';
        return [{ action: 'events:DescribeArchive', resource }];
      },
      answer: ({ ArchiveName: name }) => {
        const archive = archives.find((one) => one.name === name);
        if (archive === undefined) {
          throw new AwsError('ResourceNotFoundException', `Archive ${String(name)} does not exist.`);
        }
        return { ...describe(archive), ArchiveArn: archive.arn, EventPattern: archive.pattern };
      },
    },
  };
}
