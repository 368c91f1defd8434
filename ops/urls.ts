import { Option } from 'commander';
import type { DeployedStack } from './aws/stack';
import { defineCommand } from './frame/command';
import type { CommonOptions } from './frame/context';
import { table } from './frame/table';
import { stackNeeds } from './policy/needs';

interface Options extends CommonOptions {
  readonly markdown?: boolean;
}

interface Url {
  readonly family: string;
  readonly url: string;
  readonly method: string;
  readonly auth: string;
}

/** Where each family goes, by output (architecture §3). */
const routes = [
  ['mo', 'SmsMoUrl', 'POST', 'Basic Auth'],
  ['receipt', 'SmsReceiptUrl', 'POST', 'none'],
  ['mms', 'MmsMoUrl', 'POST', 'none'],
  ['mms-receipt', 'MmsReceiptUrl', 'POST', 'none'],
  ['platform', 'PlatformUrl', 'POST or PUT', 'none'],
  ['rbm', 'RbmUrl', 'POST', 'none'],
] as const;

const what: Readonly<Record<(typeof routes)[number][0], string>> = {
  mo: 'SMS: messages from subscribers (MO)',
  receipt: 'SMS: delivery receipts (`callbackUrl` of each message that is submitted)',
  mms: 'MMS: messages from subscribers',
  'mms-receipt': 'MMS: delivery receipts (header `X-Vibes-DlrCallbackUrl` of each message that is submitted)',
  platform: 'Platform: events (registered by the Callback API)',
  rbm: 'RCS (RBM): events and messages',
};

export const urls = defineCommand<Options>({
  name: 'urls',
  about: 'What to hand to Vibes: for each family the URL, the method, and how it authenticates.',
  example: 'urls --markdown',
  options: [new Option('--markdown', 'the sentences to send to Vibes')],
  kind: 'reads',
  needs: stackNeeds,
  run: async ({ stack, io, paint }, { markdown }) => {
    const deployed = await stack();
    const list = readUrls(deployed);
    return {
      code: 0,
      json: list,
      text: () =>
        markdown
          ? letter(deployed, list)
          : table(
              list.map((url) => ({ ...url })),
              io.columns,
              paint,
            ),
    };
  },
});

function readUrls(stack: DeployedStack): readonly Url[] {
  return routes.map(([family, output, method, auth]) => ({
    family,
    url: stack.output(output),
    method,
    auth: family === 'rbm' && stack.optional('RbmSecretArn') !== undefined ? 'X-Vibes-Signature' : auth,
  }));
}

/** To be pasted into a mail or a ticket. It holds no password: that goes by a way of its own. */
function letter(stack: DeployedStack, list: readonly Url[]): string {
  const rows = list.map(({ family, url, method, auth }) => {
    const label = routes.find(([name]) => name === family)?.[0] ?? 'mo';
    return `| ${what[label]} | \`${url}\` | ${method} | ${auth} |`;
  });
  const certificate = stack.optional('CustomDomainTarget') === undefined ? [] : [certificateSentence];
  const signature = stack.optional('RbmSecretArn') === undefined ? [] : [signatureSentence];
  return [
    'Please send our callbacks to these URLs:',
    '',
    '| callbacks | URL | method | authentication |',
    '|---|---|---|---|',
    ...rows,
    '',
    'The MO URL asks for Basic Auth; user name and password follow by a separate, safe way.',
    ...signature,
    ...certificate,
    'We answer 200 once a callback is stored, and 503 whenever it should be sent again.',
    'Only your published addresses can reach these URLs: please tell us before you call from new ones.',
  ].join('\n');
}

const signatureSentence = 'RBM callbacks are checked by their `X-Vibes-Signature`, with the secret that we agreed on.';
const certificateSentence = 'The endpoint asks for your client certificate (mutual TLS).';
