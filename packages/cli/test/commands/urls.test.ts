import { sentRows } from '../../../../lambda/reader/families';
import { urls } from '../../src/commands/urls';
import type { Answer } from '../../src/frame/command';
import { givenOps } from '../support/ops-context';

const names = sentRows.map(({ url }) => url.output);
const outputs = Object.fromEntries(names.map((name) => [name, `https://example.com/${name}`]));

async function answered(more: Readonly<Record<string, string>> = {}, ...words: readonly string[]): Promise<Answer> {
  const { context } = givenOps({ outputs: { ...outputs, ...more } });
  let answer: Answer | undefined;
  const command = urls.toCommander(async (_options, execute) => {
    answer = await execute(context);
  });
  await command.parseAsync(words, { from: 'user' });
  if (answer === undefined) throw new Error('it was not run');
  return answer;
}

test('each family has its URL, its method, and how it authenticates', async () => {
  const { code, json } = await answered();
  expect(code).toBe(0);
  expect(json).toHaveLength(names.length);
  expect(json).toEqual(
    expect.arrayContaining([
      { family: 'mo', url: 'https://example.com/SmsMoUrl', method: 'POST', auth: 'Basic Auth' },
      { family: 'receipt', url: 'https://example.com/SmsReceiptUrl', method: 'POST', auth: 'none' },
      { family: 'mms', url: 'https://example.com/MmsMoUrl', method: 'POST', auth: 'none' },
      { family: 'mms-receipt', url: 'https://example.com/MmsReceiptUrl', method: 'POST', auth: 'none' },
      { family: 'platform', url: 'https://example.com/PlatformUrl', method: 'POST or PUT', auth: 'none' },
      { family: 'rbm', url: 'https://example.com/RbmUrl', method: 'POST', auth: 'none' },
    ]),
  );
});

test('RBM authenticates by its signature where the stack has the secret', async () => {
  const { json } = await answered({ RbmSecretArn: 'arn' });
  expect(json).toContainEqual(expect.objectContaining({ family: 'rbm', auth: 'X-Vibes-Signature' }));
});

test('as text it is a table', async () => {
  const text = (await answered()).text();
  for (const name of names) expect(text).toContain(name);
});

describe('the letter to Vibes', () => {
  it('names each URL, and no password', async () => {
    const text = (await answered({}, '--markdown')).text();
    expect(text).toContain(
      '| SMS: messages from subscribers (MO) | `https://example.com/SmsMoUrl` | POST | Basic Auth |',
    );
    const [toVibes = '', own = ''] = text.split('---\n\nNot for Vibes');
    for (const name of ['SmsMoUrl', 'MmsMoUrl', 'RbmUrl']) expect(toVibes).toContain(`/${name}`);
    for (const name of ['SmsReceiptUrl', 'MmsReceiptUrl', 'PlatformUrl']) {
      expect(toVibes).not.toContain(`/${name}`);
      expect(own).toContain(`/${name}`);
    }
    expect(text).toContain('user name and password follow over a separate, secure channel');
  });

  it('speaks of the signature and the certificate where they are asked for, and only there', async () => {
    const sentences = [/X-Vibes-Signature` of RBM callbacks with the secret/, /mutual TLS/];
    const without = (await answered({}, '--markdown')).text();
    const both = (await answered({ RbmSecretArn: 'arn', CustomDomainTarget: 'd' }, '--markdown')).text();
    for (const sentence of sentences) {
      expect(without).not.toMatch(sentence);
      expect(both).toMatch(sentence);
    }
  });
});

test('reports a stack that lacks a URL', async () => {
  const { context } = givenOps({ outputs: {} });
  const command = urls.toCommander(async (_options, execute) => void (await execute(context)));
  await expect(command.parseAsync([], { from: 'user' })).rejects.toThrow('The stack has no output SmsMoUrl.');
});
