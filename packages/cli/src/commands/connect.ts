import { families, sentFamilies } from '../../../../lambda/reader/families';
import { defineCommand } from '../frame/command';
import { stackNeeds } from '../policy/needs';
import type { DeployedStack } from '../reads/stack';
import { vibesApiHosts } from '../vibes-api/access';

/** Where each URL goes (wire contract §1): people at Vibes enter some, the customer's submissions name others. */
export const connect = defineCommand({
  name: 'connect',
  about: 'Prints what to tell Vibes, what to put into your own submissions, and how to register Platform events.',
  example: 'connect',
  kind: 'reads',
  needs: stackNeeds,
  run: async ({ stack, typed, commandLine }) => {
    const deployed = await stack();
    const json = {
      letter: letterOf(deployed),
      submissions: submissionsOf(deployed),
      callbackApi: callbackApiOf(deployed),
    };
    return { code: 0, json, text: () => typed(parts(json, commandLine)) };
  },
});

function letterOf(stack: DeployedStack) {
  const enteredByVibes = sentFamilies.filter((family) => ['mo', 'mms', 'rbm'].includes(family));
  return {
    urls: enteredByVibes.map((family) => {
      const { output, about } = families[family].url;
      return { family, about, url: stack.output(output) };
    }),
    username: stack.optional('MoUserName') ?? null,
    certificate: stack.optional('CustomDomainTarget') !== undefined,
    signature: stack.optional('RbmSecretArn') !== undefined,
  };
}

function submissionsOf(stack: DeployedStack) {
  const [sms, mms] = [stack.output('SmsReceiptUrl'), stack.output('MmsReceiptUrl')];
  return {
    sms: { url: sms, xml: `<receiptOption callbackUrl="${sms.replaceAll('&', '&amp;')}">ERROR</receiptOption>` },
    mms: {
      url: mms,
      header: `X-Vibes-DlrCallbackUrl: ${mms}`,
      xml: '<DeliveryReport>true</DeliveryReport>',
    },
  };
}

function callbackApiOf(stack: DeployedStack) {
  const region = stack.optional('VibesRegion');
  const hosts = region === 'US' || region === 'EU' ? [vibesApiHosts[region]] : Object.values(vibesApiHosts);
  return {
    url: stack.output('PlatformUrl'),
    hosts,
    method: 'POST',
    path: '/companies/<company key>/config/callbacks/',
    headers: { 'Content-Type': 'application/json', 'X-API-Version': '2' },
    body: {
      callback_type: 'person_added',
      destination: { url: stack.output('PlatformUrl'), method: 'POST', content_type: 'application/json' },
    },
  };
}

interface Parts {
  readonly letter: ReturnType<typeof letterOf>;
  readonly submissions: ReturnType<typeof submissionsOf>;
  readonly callbackApi: ReturnType<typeof callbackApiOf>;
}

function parts({ letter, submissions, callbackApi }: Parts, commandLine: (words: string) => string): string {
  const user = letter.username === null ? '' : ` with the user name ${letter.username}`;
  return [
    '1. Send this to your account manager at Vibes:',
    '',
    '  Please send our callbacks to these URLs:',
    ...letter.urls.map(({ about, url }) => `    ${about}: ${url}`),
    `  The MO URL uses Basic Auth${user}; the password follows over a separate channel.`,
    ...(letter.signature ? ['  We verify X-Vibes-Signature of RBM callbacks with the secret that we agreed on.'] : []),
    ...(letter.certificate ? ['  The endpoint requires your client certificate (mutual TLS).'] : []),
    '  We return 200 once a callback is stored, and 503 when you should send it again.',
    '  Please mail us when a delivery fails, and tell us before you call from new addresses.',
    '',
    'Send the password by phone, or with a link that shows it once (your password manager has one); never in the same',
    'mail or ticket. "credentials show --show-content" prints it.',
    '',
    '2. Receipts come only for messages that ask for them, at the URL that the message names.',
    '   In each SMS that you submit (XML):',
    '',
    `  ${submissions.sms.xml}`,
    '',
    "   ERROR, as in Vibes' samples, asks for failures: then no receipt means success. Ask your account manager for the",
    '   value that reports successes too. In each MMS that you submit (MM7), an HTTP header and, in SubmitReq:',
    '',
    `  ${submissions.mms.header}`,
    `  ${submissions.mms.xml}`,
    '',
    '3. Platform events come once they are registered with the Callback API:',
    '',
    `  ${commandLine('connect platform --company <key> --user <name> --types person_added,subscription_added:list_id=<id>')}`,
    '',
    `   That calls ${callbackApi.method} ${callbackApi.hosts.join(' or ')}${callbackApi.path}`,
    `   with ${Object.entries(callbackApi.headers)
      .map(([name, value]) => `${name}: ${value}`)
      .join(', ')} and, for each type:`,
    '',
    `  ${JSON.stringify(callbackApi.body)}`,
    '',
    '   Without X-API-Version: 2 every phone number comes without its country code. "connect scopes" lists the ids.',
  ].join('\n');
}
