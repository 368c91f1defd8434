import type { ServerResponse } from 'node:http';
import type { ControlPages } from '@vibes-callbacks/local-cloud';
import { callbackDetail, identityIn } from './callback-detail';
import type { Inbox } from './inbox';
import { type InboxEntry, isUnrecognized } from './inbox-entry';
import type { OutcomeShape } from './inbox-shapes';
import type { InboxStream } from './inbox-stream';
import { isPageFile, pageFile } from './page-files';
import type { StackContentsReader } from './stack-contents';

export interface InboxPagesParts {
  readonly inbox: Inbox;
  readonly stream: InboxStream;
  ledgerRow(identity: string | undefined): Promise<Readonly<Record<string, unknown>> | undefined>;
  /** What became of the message that an event is a receipt of. */
  message(event: string | undefined): Promise<OutcomeShape | undefined>;
  readonly contents: Pick<StackContentsReader, 'list' | 'queue' | 'table'>;
  /** Finds out which unrecognized callbacks are dismissed by now. */
  lookAtDismissed(): Promise<void>;
  /** Called when a page is opened, to refresh what it shows besides callbacks. */
  onOpen(): void;
}

/** Nothing from elsewhere, nothing inline, no framing; text never becomes markup. */
const contentSecurityPolicy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self'",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
  "require-trusted-types-for 'script'",
  "trusted-types 'none'",
].join('; ');

const guards = {
  'content-security-policy': contentSecurityPolicy,
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'cache-control': 'no-store',
};

/** What the browser gets: the page, the stream, and one callback with its bytes. */
export function inboxPages(parts: InboxPagesParts): ControlPages {
  const { inbox, stream, ledgerRow, message, lookAtDismissed, onOpen } = parts;
  const serve: ControlPages['serve'] = async (path, request, response) => {
    const file = pageFile(path);
    if (file !== undefined) return answer(response, file.contentType, file.bytes);
    if (path === 'updates') {
      const query = new URLSearchParams((request.url ?? '').replace(/^[^?]*/, ''));
      stream.open(response, Object.fromEntries(query));
      onOpen();
      return true;
    }
    if (path === 'contents' || path.startsWith('contents/')) return answerContents(response, path, parts.contents);
    const [, id = '', part] = /^callbacks\/(-?\d+)(?:\/(body|event))?$/.exec(path) ?? [];
    const entry = inbox.get(Number(id));
    if (entry === undefined) return false;
    if (part !== undefined) return download(response, entry, part);
    if (isUnrecognized(entry)) await lookAtDismissed();
    const row = await ledgerRow(entry.identity ?? identityIn(entry.event));
    return answerJson(response, callbackDetail(entry, row, await message(entry.event)));
  };
  return { isOpen: isPageFile, serve };
}

function download(response: ServerResponse, { id, body, event }: InboxEntry, part: string): boolean {
  const bytes = part === 'body' ? body : event === undefined ? undefined : Buffer.from(event);
  if (bytes === undefined) return false;
  response.setHeader('content-disposition', `attachment; filename="callback-${id}-${part}.bin"`);
  return answer(response, 'application/octet-stream', bytes);
}

async function answerContents(
  response: ServerResponse,
  path: string,
  contents: InboxPagesParts['contents'],
): Promise<boolean> {
  if (path === 'contents') return answerJson(response, contents.list());
  const [, kind, id = ''] = /^contents\/(queues|tables)\/([A-Za-z0-9]+)$/.exec(path) ?? [];
  const found = kind === 'queues' ? contents.queue(id) : kind === 'tables' ? await contents.table(id) : undefined;
  return found !== undefined && answerJson(response, found);
}

function answerJson(response: ServerResponse, value: unknown): true {
  return answer(response, 'application/json', Buffer.from(JSON.stringify(value)));
}

function answer(response: ServerResponse, contentType: string, bytes: Buffer): true {
  response.writeHead(200, { ...guards, 'content-type': contentType, 'content-length': bytes.length }).end(bytes);
  return true;
}
