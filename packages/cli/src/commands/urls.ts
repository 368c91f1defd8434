import { Option } from 'commander';
import { type FamilyAuthentication, families, type SentFamily, sentFamilies } from '../../../../lambda/reader/families';
import { defineCommand } from '../frame/command';
import type { CommonOptions } from '../frame/context';
import { table } from '../frame/table';
import { stackNeeds } from '../policy/needs';
import type { DeployedStack } from '../reads/stack';

interface Options extends CommonOptions {
  readonly markdown?: boolean;
}

interface Url {
  readonly family: SentFamily;
  readonly url: string;
  readonly method: string;
  readonly auth: string;
}

export const urls = defineCommand<Options>({
  name: 'urls',
  about: 'Shows what to give to Vibes: the URL, method and authentication of each family.',
  example: 'urls --markdown',
  options: [new Option('--markdown', 'as a message that you can send to Vibes')],
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
  return sentFamilies.map((family) => {
    const { output, methods, authentication } = families[family].url;
    return { family, url: stack.output(output), method: methods.join(' or '), auth: authOf(authentication, stack) };
  });
}

/** What to tell Vibes. It presents its certificate to any server that asks for one. */
function authOf(authentication: FamilyAuthentication, stack: DeployedStack): string {
  switch (authentication) {
    case 'basic':
      return 'Basic Auth';
    case 'signature':
      return stack.optional('RbmSecretArn') === undefined ? 'none' : 'X-Vibes-Signature';
    case 'certificate':
    case 'source':
      return 'none';
    default:
      return authentication satisfies never;
  }
}

/**
 * A mail or ticket for the account manager, without the password, and below it what people at Vibes cannot enter: receipts go
 * where each submission says, Platform events where the Callback API says (wire contract §1).
 */
function letter(stack: DeployedStack, list: readonly Url[]): string {
  const entered = list.filter(({ family }) => families[family].url.registered === null);
  const rows = entered.map(
    ({ family, url, method, auth }) => `| ${families[family].url.about} | \`${url}\` | ${method} | ${auth} |`,
  );
  const ownRows = list.flatMap(({ family, url }) => {
    const { about, registered } = families[family].url;
    return registered === null ? [] : [`| ${about} | \`${url}\` | ${registered} |`];
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
    'The MO URL uses Basic Auth; user name and password follow over a separate, secure channel.',
    ...signature,
    ...certificate,
    'We return 200 once a callback is stored, and 503 when you should send it again.',
    'Only your published addresses can reach these URLs: please tell us before you call from new ones.',
    'Please also mail us when a delivery fails.',
    '',
    '---',
    '',
    'Not for Vibes, but for your own side (the command connect prints each step):',
    '',
    '| callbacks | URL | where it goes |',
    '|---|---|---|',
    ...ownRows,
  ].join('\n');
}

const signatureSentence = 'We verify the `X-Vibes-Signature` of RBM callbacks with the secret that we agreed on.';
const certificateSentence = 'The endpoint requires your client certificate (mutual TLS).';
