import { randomUUID } from 'node:crypto';
import {
  type CloudState,
  type ControlPages,
  type ControlRoutes,
  isRecord,
  type LocalCloud,
} from '@vibes-callbacks/local-cloud';
import { toAlarmEntry } from '../alarm-lines';
import type { StackOwner } from '../stack-owner';
import { StartError } from '../start-error';
import type { Inbox } from './inbox';
import { isUnrecognized } from './inbox-entry';
import { type InboxPagesParts, inboxPages } from './inbox-pages';
import type { InboxStatus } from './inbox-shapes';
import { InboxStream } from './inbox-stream';
import { listSamples, withNewId } from './samples';
import { sendCallback } from './send-callback';

export interface ServedInbox {
  /** The control API's routes, with those of the page. */
  routes(routes: ControlRoutes): ControlRoutes;
  readonly pages: ControlPages;
  /** Checked at intervals. */
  levels(state: CloudState): void;
  close(): void;
}

type Cloud = Pick<LocalCloud, 'alarms' | 'faults' | 'state'>;

export interface ServedStack {
  readonly cloud: Cloud;
  readonly owner: Pick<
    StackOwner,
    'deadLetters' | 'dismiss' | 'dismissed' | 'ledgerRow' | 'message' | 'rbmSecret' | 'setMoCredentials'
  > &
    Pick<InboxPagesParts, 'contents'>;
}

/**
 * The inbox behind `/_local/`: its page, the updates it gets, and what it can do.
 * @param endpoint the stage's URL, without a slash at its end
 */
export function serveInbox(stack: ServedStack, inbox: Inbox, endpoint: string): ServedInbox {
  const { cloud, owner } = stack;
  const stream = new InboxStream(inbox);
  let deadBefore = '';
  const levels = (state: CloudState) => {
    const dead = JSON.stringify(state.deadLetterQueue);
    if (dead !== deadBefore) inbox.deadLetters(owner.deadLetters());
    deadBefore = dead;
    if (stream.isWatched) stream.tellStatus(statusOf(cloud, state));
  };
  const look = async () => levels(await cloud.state());
  const lookLater = () => void look().catch(() => undefined);
  const lookAtDismissed = async () => {
    if (inbox.hasUnrecognized) inbox.dismissed(await owner.dismissed());
  };
  const onOpen = () => {
    lookLater();
    void lookAtDismissed().catch(() => undefined);
  };
  const ledgerRow = (identity: string | undefined) => owner.ledgerRow(identity);
  const message = (event: string | undefined) => owner.message(event);
  return {
    pages: inboxPages({ inbox, stream, ledgerRow, message, lookAtDismissed, contents: owner.contents, onOpen }),
    routes: (routes) => {
      const all = {
        ...routes,
        ...routesOfPage(stack, inbox, endpoint),
        'POST reset': resetBoth(routes, inbox),
      };
      return Object.fromEntries(Object.entries(all).map(([name, route]) => [name, followedBy(lookLater, name, route)]));
    },
    levels,
    close: () => stream.close(),
  };
}

function routesOfPage({ owner }: ServedStack, inbox: Inbox, endpoint: string): ControlRoutes {
  return {
    'GET samples': () => listSamples(),
    /** Marks unrecognized callbacks as junk, by their ids here, as `unrecognized dismiss` does. */
    'POST dismiss': async (body) => {
      const names = readIds(body).map((id) => {
        const entry = inbox.get(id);
        if (entry === undefined || !isUnrecognized(entry)) {
          throw new StartError('bad-request', `Callback ${id} is not an unrecognized one.`);
        }
        return entry.keptName;
      });
      for (const name of names) await owner.dismiss(name);
      inbox.dismissed(await owner.dismissed());
      return { dismissed: names.length };
    },
    /** Posts a callback to this local cloud, as Vibes would. */
    'POST send': (body) =>
      sendCallback(body, {
        endpoint,
        credentials: () => owner.setMoCredentials({}),
        rbmSecret: () => owner.rbmSecret(),
        withNewId: (draft) => withNewId(draft, randomUUID()),
      }),
  };
}

function readIds(body: unknown): readonly number[] {
  const ids: unknown = isRecord(body) ? body.ids : undefined;
  if (Array.isArray(ids) && ids.every((id) => Number.isInteger(id))) return ids;
  throw new StartError('bad-request', '"ids" must be a list of the numbers of callbacks.');
}

function resetBoth(routes: ControlRoutes, inbox: Inbox): ControlRoutes[string] {
  return async (body) => {
    const answer = await routes['POST reset']?.(body);
    inbox.clear();
    return answer;
  };
}

/** A change made on the page shows there at once. */
function followedBy(look: () => void, name: string, route: ControlRoutes[string]): ControlRoutes[string] {
  if (name.startsWith('GET ')) return route;
  return async (body) => {
    const answer = await route(body);
    look();
    return answer;
  };
}

function statusOf(cloud: Cloud, { queue, retryQueue, deadLetterQueue }: CloudState): InboxStatus {
  const sum = ({ visible, inFlight }: CloudState['queue']) => visible + inFlight;
  return {
    queues: { waiting: sum(queue), retrying: sum(retryQueue), dead: sum(deadLetterQueue) },
    alarms: cloud.alarms().map(toAlarmEntry),
    faults: cloud.faults(),
  };
}
