import type { CallbackBuilder } from '../callback';

/** API Gateway takes 10 MB (its quota page): a Platform event past that must be refused so that Vibes sends it again. */
const bytes = 11 * 1024 * 1024;

export const oversize: CallbackBuilder = (random) => {
  const eventId = random.hex(12).toUpperCase();
  const json = `{"event_id":"${eventId}","callback_type":"person_updated","note":"${'x'.repeat(bytes)}"}`;
  return [
    {
      key: `platform ${eventId}`,
      kind: 'oversize',
      channel: 'platform',
      method: 'POST',
      route: '/platform',
      authentication: 'source',
      document: () => ({ headers: { 'content-type': 'application/json' }, body: Buffer.from(json, 'utf8') }),
    },
  ];
};
