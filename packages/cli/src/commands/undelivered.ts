import { allOption, letterIdOption, sinceOption, subscriptionOption } from '../frame/selection';
import { joinNeeds, type Needs } from '../policy/needs';
import { recordDroppedEvent } from '../reads/dropped';
import { readSubscriptions, subscriptionNeeds } from '../reads/subscriptions';
import {
  isMeantEvent,
  type OpenedEvent,
  redeliver,
  type UndeliveredQueue,
  undeliveredQueue,
} from '../reads/undelivered';
import { parkedDrop } from './parked/parked-drop';
import { parkedExport } from './parked/parked-export';
import type { ParkedKind } from './parked/parked-kind';
import { parkedList } from './parked/parked-list';
import { parkedRedrive } from './parked/parked-redrive';
import { parkedShow } from './parked/parked-show';

const take: Needs = joinNeeds(subscriptionNeeds, {
  'sqs:GetQueueAttributes': ['undeliveredQueues'],
  'sqs:ReceiveMessage': ['undeliveredQueues'],
  'sqs:ChangeMessageVisibility': ['undeliveredQueues'],
});

/** Published events that a subscription's target did not accept, or that its function failed on. */
const undelivered: ParkedKind<OpenedEvent, UndeliveredQueue> = {
  word: 'undelivered',
  one: 'undelivered event',
  many: 'undelivered events',
  shownBy: "the message's id, the event's, the request's, or metadata.identity",
  idAdvice: '--id takes the messageId that "undelivered list" shows: an event can be undelivered to two subscriptions.',
  about: {
    list: "Lists events that a subscription's target did not accept, or that its function failed on.",
    show: 'Shows one undelivered event.',
    redrive: 'Sends undelivered events to their subscription again, and to no other; each keeps its metadata.id.',
    drop: 'Deletes undelivered events for good. "undelivered export" keeps a copy, and so does the archive.',
    export: 'Copies all undelivered events with their content to a file, one JSON line each. They stay in the queue.',
  },
  exampleFile: 'events.jsonl',
  needs: {
    take,
    look: take,
    redrive: { 'events:PutEvents': ['redeliveryBus'], 'sqs:DeleteMessage': ['undeliveredQueues'] },
    drop: { 'sqs:DeleteMessage': ['undeliveredQueues'], 's3:PutObject': ['droppedRecords'] },
  },
  idOption: letterIdOption('undelivered list'),
  listOptions: [subscriptionOption],
  redriveOptions: [letterIdOption('undelivered list'), subscriptionOption, sinceOption, allOption],
  redriveBy: ['id', 'subscription', 'since', 'all'],
  redriveText: (stackName, which) => `Sends undelivered events of ${stackName} to their subscription again: ${which}.`,
  redriven: 'sent again',
  queues: async (context, stack, subscription) =>
    (await readSubscriptions(context, stack, subscription)).map((one) => undeliveredQueue(context, one)),
  isMeant: isMeantEvent,
  contentOf: ({ message, said }) => ({ errorMessage: said ?? null, body: message.body }),
  countUnread: () => 0,
  columns: ({ messageId, subscription, eventId, detailType, receivedAt, failedAt, errorCode, receives }) => ({
    messageId,
    subscription,
    eventId,
    detailType,
    receivedAt,
    failedAt,
    errorCode,
    receives,
  }),
  rowOf: ({ messageId, subscription, eventId, detailType, receivedAt }) => ({
    messageId,
    subscription,
    eventId,
    detailType,
    receivedAt,
  }),
  redrive:
    (context, stack) =>
    (messages, { subscription }) =>
      redeliver(context, stack, subscription, messages),
  recordDropped: (context, stack, { letter }) => recordDroppedEvent(context, stack, letter),
};

export const undeliveredList = parkedList(undelivered);
export const undeliveredShow = parkedShow(undelivered);
export const undeliveredRedrive = parkedRedrive(undelivered);
export const undeliveredDrop = parkedDrop(undelivered);
export const undeliveredExport = parkedExport(undelivered);
