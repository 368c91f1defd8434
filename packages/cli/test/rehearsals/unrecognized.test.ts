import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { until } from '../../../../test/support/until';
import { sampleRequest } from '../../src/commands/send/sample-request';
import { synthesize } from '../../src/start/synthesize';
import { patchedAssembly } from '../support/patched-assembly';
import { rehearse } from '../support/rehearsal';

jest.setTimeout(180_000);

const rehearsal = rehearse({ more: async (folder) => ['--assembly', await versionThatKnowsNoReceipt(folder)] });

it('Unrecognized: a version that understands it is deployed, and what was kept is published once as what it is', async () => {
  const cloud = rehearsal();
  const { body, headers } = sampleRequest('mt-message-response-carrier.xml');
  const post = () => cloud.post('SmsReceiptUrl', body, headers);
  await until(async () => (await post()).status === 200);
  await cloud.fires('Unrecognized');
  const found = await cloud.ops('status');
  expect([found.code, found.json.verdict]).toEqual([1, 'look']);
  expect(found.json.unrecognized.lastDay).toEqual({ 'unknown-root': 1 });
  expect(found.err).toContain('RUNBOOK.md#unrecognized');
  const [kept] = (await cloud.ops('unrecognized', 'list')).json.callbacks;
  expect((await cloud.ops('unrecognized', 'show', kept.eventId)).json).toMatchObject({
    callback: { reason: 'unknown-root' },
  });

  const assembly = await synthesize({ projectDirectory: resolve(__dirname, '..', '..', '..', '..') });
  await cloud.control('POST', 'deploy', { assembly });
  const sent = await cloud.ops('unrecognized', 'reprocess', '--all', '--yes');
  expect([sent.code, sent.json.reprocessed]).toEqual([0, 1]);
  await cloud.drained();

  await cloud.ends('Unrecognized');
  expect((await cloud.ops('unrecognized', 'list')).json.callbacks).toMatchObject([
    { reprocessedAt: expect.any(String) },
  ]);
  expect((await cloud.ops('find', kept.requestId)).json.callbacks).toContainEqual(
    expect.objectContaining({ family: 'receipt', state: 'published' }),
  );
  await until(async () => (await cloud.ops('status')).code === 0);
  expect(cloud.publishedTypes()).toEqual(['Unrecognized Callback', 'MT Message Response']);
});

/** As before the format was known: the root element's name is another one there. */
async function versionThatKnowsNoReceipt(folder: string): Promise<string> {
  const directory = await patchedAssembly(() => undefined, folder);
  const files = readdirSync(directory, { recursive: true, encoding: 'utf8' }).filter((path) => path.endsWith('.mjs'));
  for (const file of files.map((path) => join(directory, path))) {
    writeFileSync(file, readFileSync(file, 'utf8').replaceAll('mtMessageResponse', 'formatOfTomorrow'));
  }
  return directory;
}
