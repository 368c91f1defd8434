import { certificateCn } from '../../../lambda/ingest/certificate-cn';
import { certificates } from './certificates';
import { request } from './given';

test('is the common name of the subject', () =>
  expect(certificateCn(request({ clientCertPem: certificates.expected }))).toBe('callbacks.example.com'));

test('is not what another attribute of the subject claims', () =>
  expect(certificateCn(request({ clientCertPem: certificates.disguised }))).toBe('other.example.com'));

test.each([
  ['there are two', certificates.twoNames],
  ['the certificate cannot be read', 'CERT_CONTENT'],
  ['there is no certificate', undefined],
])('is undefined where %s', (_why, clientCertPem) =>
  expect(certificateCn(request(clientCertPem === undefined ? {} : { clientCertPem }))).toBeUndefined(),
);
