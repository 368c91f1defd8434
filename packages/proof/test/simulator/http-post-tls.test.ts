import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import https from 'node:https';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TLSSocket } from 'node:tls';
import { createHttpPost } from '../../src/simulator/http-post';
import { callbackOf } from './scripted';

// Certificates of a day, made here: a key has no business in a repository.
const hasOpenssl = spawnSync('openssl', ['version']).status === 0;
const describeTls = hasOpenssl ? describe : describe.skip;

describeTls('createHttpPost over TLS (needs openssl)', () => {
  const folder = mkdtempSync(join(tmpdir(), 'http-post-tls-'));
  afterAll(() => rmSync(folder, { recursive: true }));

  function certificateOf(name: string) {
    const [key, cert] = [join(folder, `${name}.key`), join(folder, `${name}.pem`)];
    const subject = ['-subj', `/CN=${name}`, '-addext', 'subjectAltName=DNS:localhost'];
    const kind = ['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-days', '1'];
    execFileSync('openssl', [...kind, '-keyout', key, '-out', cert, ...subject], { stdio: 'ignore' });
    return { key: readFileSync(key), cert: readFileSync(cert) };
  }

  async function callerSeenWith(tls: Parameters<typeof createHttpPost>[0]['tls']) {
    const own = certificateOf('localhost');
    let caller: unknown;
    const server = https.createServer({ ...own, requestCert: true, rejectUnauthorized: false }, (request, response) => {
      caller = (request.socket as TLSSocket).getPeerCertificate().subject?.CN;
      response.end();
    });
    await new Promise<void>((resolve) => server.listen(0, resolve));
    const { post, close } = createHttpPost({
      url: `https://localhost:${(server.address() as AddressInfo).port}/`,
      credentials: () => undefined,
      waitForChallenge: false,
      keepAlive: false,
      headers: {},
      connections: 1,
      tls: { ca: own.cert, ...tls },
    });
    const answer = await post(callbackOf('platform'), 1);
    close();
    server.close();
    return { caller, status: answer.status };
  }

  it('presents the client certificate', async () => {
    const client = certificateOf('catapult-app.example');
    expect(await callerSeenWith(client)).toEqual({ caller: 'catapult-app.example', status: 200 });
  });

  it('presents none where none is given', async () => {
    expect(await callerSeenWith({})).toEqual({ caller: undefined, status: 200 });
  });

  it('hangs up on an endpoint whose certificate it does not trust', async () => {
    const stranger = certificateOf('stranger');
    expect(await callerSeenWith({ ca: stranger.cert })).toEqual({ caller: undefined, status: null });
  });
});
