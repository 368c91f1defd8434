import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { endpointOf } from '../../src/simulator/endpoint-of';
import { readOptions } from '../../src/simulator/options';

const folder = mkdtempSync(join(tmpdir(), 'endpoint-of-'));
afterAll(() => rmSync(folder, { recursive: true }));

const url = 'https://example.test/callbacks/';

describe('endpointOf', () => {
  it('reads the client certificate and its key', async () => {
    const [cert, key] = ['cert.pem', 'key.pem'].map((name) => join(folder, name));
    writeFileSync(`${cert}`, 'a certificate');
    writeFileSync(`${key}`, 'a key');
    const { tls } = await endpointOf(readOptions(['--url', url, '--cert', `${cert}`, '--key', `${key}`]), url);
    expect(tls).toEqual({ cert: Buffer.from('a certificate'), key: Buffer.from('a key') });
  });

  it('says which file it cannot read', async () => {
    const options = readOptions(['--url', url, '--ca', join(folder, 'nothing.pem')]);
    await expect(endpointOf(options, url)).rejects.toThrow(/nothing\.pem cannot be read/);
  });

  it('names the address that a local endpoint is to see', async () => {
    const { headers } = await endpointOf(readOptions(['--local', '--source-ip', '198.51.100.7']), url);
    expect(headers).toEqual({ 'x-local-source-ip': '198.51.100.7' });
  });

  it('has no credentials without a password', async () => {
    const { credentials } = await endpointOf(readOptions(['--url', url, '--username', 'vibes']), url);
    expect(credentials()).toBeUndefined();
  });

  it('has the default user name where a password alone is given', async () => {
    const { credentials } = await endpointOf(readOptions(['--url', url, '--password', 'pw']), url);
    expect(credentials()).toEqual({ username: 'vibes', password: 'pw' });
  });

  it('has credentials with both', async () => {
    const argv = ['--url', url, '--username', 'vibes', '--password', 'pw'];
    expect((await endpointOf(readOptions(argv), url)).credentials()).toEqual({ username: 'vibes', password: 'pw' });
  });
});
