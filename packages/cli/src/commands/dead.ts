import { requestContent } from '../frame/content';
import { allOption, letterIdOption, sinceOption } from '../frame/selection';
import { joinNeeds, type Needs } from '../policy/needs';
import { deadLetterQueue, isMeant, type OpenedLetter } from '../reads/dead-letters';
import { recordDropped } from '../reads/dropped';
import { identityNeeds } from '../reads/identity-key';
import type { OpenedQueue } from '../reads/opened-queue';
import { sendAgain } from '../reads/queue';
import { eachAlone } from '../reads/take-parked';
import { parkedDrop } from './parked/parked-drop';
import { parkedExport } from './parked/parked-export';
import type { ParkedKind } from './parked/parked-kind';
import { parkedList } from './parked/parked-list';
import { parkedRedrive } from './parked/parked-redrive';
import { parkedShow } from './parked/parked-show';

const take: Needs = {
  'sqs:GetQueueAttributes': ['deadLetterQueue'],
  'sqs:ReceiveMessage': ['deadLetterQueue'],
  'sqs:ChangeMessageVisibility': ['deadLetterQueue'],
  's3:GetObject': ['overflowObjects'],
  ...identityNeeds,
};

/** Callbacks that the consumer gave up on. */
const deadLetters: ParkedKind<OpenedLetter, OpenedQueue<OpenedLetter>> = {
  word: 'dead',
  one: 'dead letter',
  many: 'dead letters',
  shownBy: "the message's id, the request's, the event's, or Vibes' own",
  idAdvice:
    '--id takes the messageId that "dead list" shows: several dead letters can have the same request id or Vibes id.',
  about: {
    list: 'Lists the dead letters: which, why, and since when.',
    show: 'Shows one dead letter.',
    redrive: 'Moves dead letters back to the retry queue. The consumer drops what was published before.',
    drop: 'Deletes dead letters for good; their callbacks are lost. "dead export" keeps a copy.',
    export: 'Copies all dead letters with their content to a file, one JSON line each. They stay in the queue.',
  },
  exampleFile: 'letters.jsonl',
  needs: {
    take,
    // The consumer has logged why each failed.
    look: joinNeeds(take, { 'logs:FilterLogEvents': ['logGroups'] }),
    redrive: { 'sqs:SendMessage': ['retryQueue'], 'sqs:DeleteMessage': ['deadLetterQueue'] },
    drop: { 'sqs:DeleteMessage': ['deadLetterQueue'], 's3:PutObject': ['droppedRecords'] },
  },
  idOption: letterIdOption('dead list'),
  listOptions: [],
  redriveOptions: [letterIdOption('dead list'), sinceOption, allOption],
  redriveBy: ['id', 'since', 'all'],
  redriveText: (stackName, which) => `Moves dead letters back to the retry queue of ${stackName}: ${which}.`,
  redriven: 'moved',
  queues: async (context, stack) => [deadLetterQueue(context, stack)],
  isMeant,
  // A message that is not an envelope only has a body.
  contentOf: ({ message, callbacks: [first] }) =>
    first === undefined ? { body: message.body } : requestContent(first.envelope),
  countUnread: (opened) => opened.filter(({ isRead }) => !isRead).length,
  columns: ({ messageId, vibesId, requestId, receivedAt, route, family, step, cause, envelope }) => ({
    messageId,
    'Vibes id': vibesId,
    requestId,
    receivedAt,
    route: envelope ? route : '(no envelope)',
    family,
    step,
    cause,
  }),
  rowOf: ({ messageId, requestId, receivedAt, route, family }) => ({ messageId, requestId, receivedAt, route, family }),
  // One at a time: a message that failed five times must not be batched with healthy ones.
  redrive: (context, stack) =>
    eachAlone((message, { url }) => sendAgain(context, message, url, stack.output('RetryQueueUrl'), message.messageId)),
  recordDropped,
};

export const deadList = parkedList(deadLetters);
export const deadShow = parkedShow(deadLetters);
export const deadRedrive = parkedRedrive(deadLetters);
export const deadDrop = parkedDrop(deadLetters);
export const deadExport = parkedExport(deadLetters);
