import { detailTypes as allTypes, type DetailType, fileStem } from '../../../../../lambda/reader/families';
import { readEvent } from '../../../../../test/support/read-event';
import { envelopeOf } from '../../../../proof/src/support/envelope';
import { sampleNames, sampleRequest } from '../../../src/commands/send/sample-request';

const sentTypes = allTypes.filter((type) => type !== 'Unrecognized Callback');

/** What a sample's name begins with: the stem of its family, where the channel has others or it is of an older format. */
const prefixes: Readonly<Partial<Record<DetailType, readonly string[]>>> = {
  'MO Message': ['mo-message-', 'deliver-'],
  'Platform Event': ['platform-'],
  'RBM Event': ['rbm-'],
};

const detailTypes = sentTypes.flatMap((type) =>
  (prefixes[type] ?? [`${fileStem(type)}-`]).map((prefix) => [prefix, type] as const),
);

it('is a sample of one of them, whatever is in the folder', () => {
  const known = detailTypes.flatMap(([prefix]) => sampleNames(prefix));
  expect(sampleNames('').filter((name) => !known.includes(name))).toEqual([]);
});

const eventOf = (name: string) => {
  const { body, ...request } = sampleRequest(name);
  return readEvent(envelopeOf({ ...request, body, proof: request.path === '/sms/mo' ? 'basic:current' : 'source' }));
};

describe.each(detailTypes)('samples %s*', (prefix, detailType) => {
  it('are there', () => expect(sampleNames(prefix)).not.toEqual([]));

  it.each(sampleNames(prefix))('%s is read as its type', async (name) => {
    expect((await eventOf(name)).detailType).toBe(detailType);
  });
});

// Vibes' API description (wire contract §4).
const platformTypes = [
  'ack_participant_added',
  'ack_participant_changed',
  'company_participant_added',
  'company_participant_changed',
  'event_processed',
  'person_added',
  'person_updated',
  'device_added',
  'device_updated',
  'device_removed',
  'subscription_added',
  'subscription_removed',
  'subscription_list_added',
  'subscription_list_updated',
  'unmatched_message_received',
  'wallet_item_install',
  'wallet_item_remove',
];

it('every Platform type has a sample', async () => {
  const events = await Promise.all(sampleNames('platform-').map(eventOf));
  expect([...new Set(events.map(({ data }) => data.type))].sort()).toEqual([...platformTypes].sort());
});

it('every RBM class has two samples', async () => {
  const events = await Promise.all(sampleNames('rbm-').map(eventOf));
  const classes = events.map(({ data }) => data.eventClass).sort();
  expect(classes).toEqual(['ServerEvent', 'ServerEvent', 'UserEvent', 'UserEvent', 'UserMessage', 'UserMessage']);
});

it('no two samples are the same callback', async () => {
  const names = detailTypes.flatMap(([prefix]) => sampleNames(prefix));
  const events = await Promise.all([...new Set(names)].map(eventOf));
  expect(new Set(events.map(({ metadata }) => metadata.id)).size).toBe(events.length);
});

it('a sample of no known kind is an error of this repository', () => {
  expect(() => sampleRequest('../sample-request.ts')).toThrow('no family is known');
});
