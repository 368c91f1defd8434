import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { type ControlRoutes, createControlApi } from '../../../local-cloud/src/control/control-api';
import { Inbox } from '../../src/start/inbox/inbox';
import { type InboxPagesParts, inboxPages } from '../../src/start/inbox/inbox-pages';
import type { InboxStatus } from '../../src/start/inbox/inbox-shapes';
import { InboxStream } from '../../src/start/inbox/inbox-stream';

const keys = { token: 'a-token', pass: 'a-pass' };

export interface ServedPage {
  readonly inbox: Inbox;
  tellStatus(status: InboxStatus): void;
  /** Sends changes to the open pages at once. */
  flush(): void;
  /** Opens the page as a user would, with the pass in the URL. Any error in it fails the test. */
  open(browser: Browser, hash?: string, options?: BrowserContextOptions): Promise<Page>;
  /** Errors in pages since the last call. */
  troubles(): readonly string[];
  close(): void;
}

export const noContents: InboxPagesParts['contents'] = {
  list: () => ({ queues: [], tables: [] }),
  queue: () => undefined,
  table: async () => undefined,
};

/** The page of an inbox that the test fills itself, without a local cloud. */
export async function servePage(
  routes: ControlRoutes = {},
  contents: InboxPagesParts['contents'] = noContents,
  message: InboxPagesParts['message'] = async () => undefined,
): Promise<ServedPage> {
  const inbox = new Inbox();
  const stream = new InboxStream(inbox);
  const troubles: string[] = [];
  const ledgerRow = async (identity: string | undefined) => (identity === undefined ? undefined : { pk: identity });
  const pages = inboxPages({
    ...{ inbox, stream, ledgerRow, message, contents, lookAtDismissed: async () => undefined, onOpen: () => undefined },
  });
  const server = createServer(createControlApi(routes, keys, (error) => troubles.push(String(error)), pages));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    inbox,
    tellStatus: (status) => stream.tellStatus(status),
    flush: () => stream.flush(),
    open: async (browser, hash = '', options = {}) => {
      const page = await openPage(browser, options, troubles);
      await page.goto(`http://127.0.0.1:${port}/_local/#pass=${keys.pass}${hash.replace('#', '')}`);
      return page;
    },
    troubles: () => troubles.splice(0),
    close: () => {
      stream.close();
      server.close();
      server.closeAllConnections();
    },
  };
}

/** @param troubles gets the page's errors, and every request to another host */
export async function openPage(browser: Browser, options: BrowserContextOptions, troubles: string[]): Promise<Page> {
  const page = await (await browser.newContext(options)).newPage();
  page.setDefaultTimeout(300_000);
  page.on('pageerror', ({ message }) => troubles.push(message));
  page.on('console', (message) => {
    if (message.type() === 'error') troubles.push(message.text());
  });
  page.on('request', (request) => {
    if (new URL(request.url()).hostname !== '127.0.0.1') troubles.push(`asked for ${request.url()}`);
  });
  return page;
}
