import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { benchFolder } from './bench-folder';

export interface Certificate {
  readonly key: Buffer;
  readonly cert: Buffer;
  /** For `NODE_EXTRA_CA_CERTS`. */
  readonly certFile: string;
}

/**
 * A self-signed certificate of a day for `localhost`, with a key like those of AWS' endpoints. Made for each run: a key
 * has no business in a repository.
 * @throws Error where there is no openssl
 */
export function makeCertificate(): Certificate {
  const folder = benchFolder('tls');
  const [keyFile, certFile] = [join(folder, 'key.pem'), join(folder, 'cert.pem')];
  const kind = ['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-days', '1'];
  const subject = ['-subj', '/CN=localhost', '-addext', 'subjectAltName=DNS:localhost'];
  try {
    execFileSync('openssl', [...kind, '-keyout', keyFile, '-out', certFile, ...subject], { stdio: 'ignore' });
  } catch (cause) {
    throw new Error('This benchmark needs a certificate: install openssl.', { cause });
  }
  return { key: readFileSync(keyFile), cert: readFileSync(certFile), certFile };
}
