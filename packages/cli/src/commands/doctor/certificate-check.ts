import { connect } from 'node:tls';
import { type Check, fail, ok, warn } from './check';

const dayMs = 86_400_000;
/** ACM renews 60 days before the end, so a certificate with this little time left was not renewed. */
const soonDays = 30;

/** For a custom domain; AWS renews the certificate of the API's own domain. */
export const certificate: Check = {
  name: 'certificate',
  look: async ({ io }, stack) => {
    if (stack.optional('CustomDomainTarget') === undefined) return ok("the API's own domain: AWS renews it");
    const { hostname } = new URL(stack.output('EndpointUrl'));
    const endsAtMs = await certificateEnd(hostname);
    const days = Math.floor((endsAtMs - io.now()) / dayMs);
    const detail = `${hostname}: expires ${new Date(endsAtMs).toISOString().slice(0, 10)}, in ${days} days`;
    const fix = 'look at the certificate in ACM: its domain must still be validated';
    if (days < 0) return fail(detail, fix);
    return days < soonDays ? warn(detail, fix) : ok(detail);
  },
};

/** The certificate that the host presents, trusted or not: only its expiry matters here. */
function certificateEnd(hostname: string): Promise<number> {
  return new Promise((resolve, reject) => {
    const socket = connect({
      host: hostname,
      servername: hostname,
      port: 443,
      rejectUnauthorized: false,
      timeout: 5_000,
    });
    socket.once('secureConnect', () => {
      resolve(Date.parse(socket.getPeerCertificate().valid_to));
      socket.destroy();
    });
    socket.once('timeout', () => socket.destroy(new Error(`${hostname} did not answer within 5 s`)));
    socket.once('error', reject);
  });
}
