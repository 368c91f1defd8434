import { counted } from '@vibes-callbacks/local-cloud/text';
import type { ComponentChildren } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import type { QueueContents, QueueShape, StackContents, TableContents, TableShape } from '../inbox/inbox-shapes';
import { ask, messageOf } from './ask';
import { Pieces } from './bytes-view';
import { indentJson } from './indent-json';
import { Text } from './text';
import { momentInWords } from './words';

const readEveryMs = 2000;

interface ContentsProps {
  /** What is open. */
  readonly kind: 'queues' | 'tables' | undefined;
  readonly id: string;
}

/** The stack's queues with their messages and its tables with their items, which only change by what the app does. */
export function ContentsView({ kind, id }: ContentsProps) {
  const { value: contents, failure } = useRepeatedly<StackContents>('contents');
  const ofApp = (isOfApp: boolean) => ({
    queues: contents?.queues.filter((one) => one.isOfApp === isOfApp) ?? [],
    tables: contents?.tables.filter((one) => one.isOfApp === isOfApp) ?? [],
  });
  const app = ofApp(true);
  const shapes: readonly TableShape[] = (kind === 'queues' ? contents?.queues : contents?.tables) ?? [];
  const name = shapes.find((one) => one.id === id)?.name ?? id;
  return (
    <div class="contents">
      <div class="contents-list">
        <h2>Queues and tables</h2>
        <p class="faint">Looking takes no message out of a queue. This page changes nothing here.</p>
        {failure !== '' && <p role="alert">{failure}</p>}
        {contents !== undefined && (
          <>
            <Group title="Your app" {...app} open={id} />
            {app.queues.length + app.tables.length === 0 && (
              <p class="faint">
                This stack has no queue or table of your own. Start your CDK app in its own folder to see them here.
              </p>
            )}
            <Group title="Vibes Callbacks" {...ofApp(false)} open={id} />
          </>
        )}
      </div>
      {kind === 'queues' && <QueueView key={id} id={id} name={name} />}
      {kind === 'tables' && <TableView key={id} id={id} name={name} />}
    </div>
  );
}

interface GroupProps {
  readonly title: string;
  readonly queues: readonly QueueShape[];
  readonly tables: readonly TableShape[];
  /** The id of the queue or table that is open. */
  readonly open: string;
}

function Group({ title, queues, tables, open }: GroupProps) {
  const current = (id: string) => (id === open ? ('true' as const) : undefined);
  return (
    <section class="part" aria-label={title}>
      <h3>{title}</h3>
      <ul class="resources">
        {queues.map(({ id, name, visible, inFlight, delayed }) => (
          <li key={id}>
            <a href={`#/queues/${id}`} aria-current={current(id)}>
              {name}
            </a>{' '}
            <span class="faint">
              queue, {counted(visible, 'message')}
              {inFlight > 0 && `, ${inFlight} in flight`}
              {delayed > 0 && `, ${delayed} delayed`}
            </span>
          </li>
        ))}
        {tables.map(({ id, name }) => (
          <li key={id}>
            <a href={`#/tables/${id}`} aria-current={current(id)}>
              {name}
            </a>{' '}
            <span class="faint">table</span>
          </li>
        ))}
      </ul>
    </section>
  );
}

interface OpenProps {
  readonly id: string;
  readonly name: string;
}

interface OpenedProps {
  readonly name: string;
  readonly failure: string;
  readonly children: ComponentChildren;
}

/** What was opened: its name, why it could not be read, and what is in it. */
function Opened({ name, failure, children }: OpenedProps) {
  return (
    <section class="detail" aria-labelledby="contents-title">
      <h2 id="contents-title">{name}</h2>
      {failure !== '' && <p role="alert">{failure}</p>}
      {children}
    </section>
  );
}

function QueueView({ id, name }: OpenProps) {
  const { value, failure } = useRepeatedly<QueueContents>(`contents/queues/${id}`);
  return (
    <Opened name={name} failure={failure}>
      {value !== undefined && (
        <p class="count">
          {value.messages.length < value.total && `The oldest ${value.messages.length} of `}
          {counted(value.total, 'message')}
        </p>
      )}
      <ol class="records" aria-label="Messages, the oldest first">
        {value?.messages.map(({ messageId, sentAt, receiveCount, state, body, isCut }) => (
          <li key={messageId}>
            <p>
              <span class="badge plain">{state === 'in-flight' ? 'in flight' : state}</span> sent{' '}
              <time dateTime={sentAt}>{momentInWords(sentAt)}</time>, received {counted(receiveCount, 'time')}{' '}
              <span class="faint">
                <Text text={messageId} />
              </span>
            </p>
            <Pieces text={readable(body)} name={`message ${messageId}`} />
            {isCut && <p class="faint">This is the beginning of a long message.</p>}
          </li>
        ))}
      </ol>
    </Opened>
  );
}

/** A body that is JSON, whole, with line ends. */
function readable(body: string): string {
  try {
    JSON.parse(body);
    return indentJson(body);
  } catch {
    return body;
  }
}

function TableView({ id, name }: OpenProps) {
  const { value, failure } = useRepeatedly<TableContents>(`contents/tables/${id}`);
  return (
    <Opened name={name} failure={failure}>
      {value !== undefined && (
        <p class="count">
          {value.isPart && 'The first '}
          {counted(value.items.length, 'item')}
          {value.isPart && ' of more'}
        </p>
      )}
      <ol class="records" aria-label="Items">
        {value?.items.map((item, index) => (
          <li key={index}>
            <Pieces text={JSON.stringify(item, null, 2)} name={`item ${index + 1}`} />
          </li>
        ))}
      </ol>
    </Opened>
  );
}

interface Repeated<T> {
  readonly value: T | undefined;
  readonly failure: string;
}

/** Reads again every two seconds while the page is in view. */
function useRepeatedly<T>(path: string): Repeated<T> {
  const [read, setRead] = useState<Repeated<T>>({ value: undefined, failure: '' });
  useEffect(() => {
    let isCurrent = true;
    const look = () => {
      if (document.hidden) return;
      ask<T>('GET', path).then(
        (value) => isCurrent && setRead({ value, failure: '' }),
        (error: unknown) => isCurrent && setRead((now) => ({ ...now, failure: messageOf(error) })),
      );
    };
    look();
    const timer = setInterval(look, readEveryMs);
    return () => {
      isCurrent = false;
      clearInterval(timer);
    };
  }, [path]);
  return read;
}
