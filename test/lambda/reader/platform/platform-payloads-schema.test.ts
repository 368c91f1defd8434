import Ajv, { type ValidateFunction } from 'ajv/dist/2020';
import type { PlatformEventDetail, PlatformPayload } from 'vibes-callbacks/events';
import { platformPayloads } from '../../../../lambda/reader/platform/platform-payloads-schema';
import { sampleNames, sampleRequest } from '../../../../packages/cli/src/commands/send/sample-request';
import { buildPlatformEvent } from '../../../../packages/proof/src/vibes/platform-event';
import { createRandom } from '../../../../packages/proof/src/vibes/random';

type Type = keyof typeof platformPayloads;
const isType = (type: unknown): type is Type => typeof type === 'string' && Object.hasOwn(platformPayloads, type);

/** As published: unknown members are taken. Closed: each member must be one that Vibes documents. */
const ajv = new Ajv({ strict: true, allowUnionTypes: true });
const open = (type: Type) => ajv.compile(platformPayloads[type]);
const validators = new Map<Type, ValidateFunction>();
function closed(type: Type): ValidateFunction {
  const text = JSON.stringify(platformPayloads[type]).replaceAll(
    '"additionalProperties":true',
    '"additionalProperties":false',
  );
  const validate = validators.get(type) ?? ajv.compile(JSON.parse(text));
  validators.set(type, validate);
  return validate;
}

const samples = sampleNames('platform-').map((name) => JSON.parse(sampleRequest(name).body.toString()));

describe('the payloads of Platform events', () => {
  it.each(Object.keys(platformPayloads).filter(isType))(
    '%s: the samples have documented members alone, and all of them between them',
    (type) => {
      const own = samples.filter((sample) => (sample.callback_type ?? sample.event_type) === type);
      expect(own).not.toEqual([]);
      const validate = closed(type);
      for (const sample of own) {
        validate(sample);
        expect(validate.errors).toBeNull();
      }
      const named = Object.keys(platformPayloads[type].properties).filter((name) => name !== 'delivery_attempt');
      const seen = new Set(own.flatMap((sample) => Object.keys(sample)));
      const envelope = ['callback_type', 'event_type'];
      expect(named.filter((name) => !seen.has(name) && !envelope.includes(name))).toEqual([]);
    },
  );

  it('are sent by the simulator in the same shapes, every type of them', () => {
    const sent = new Set<string>();
    for (let seed = 0; seed < 300; seed++) {
      const [callback] = buildPlatformEvent(createRandom(seed));
      const { loyalty_number: _own, ...payload } = JSON.parse(Buffer.from(callback.document(1).body).toString());
      const type = payload.callback_type ?? payload.event_type;
      if (!isType(type)) continue;
      const validate = closed(type);
      validate(payload);
      expect([type, validate.errors]).toEqual([type, null]);
      sent.add(type);
    }
    expect([...sent].sort()).toEqual(Object.keys(platformPayloads).sort());
  });

  it('may lack any member, have null in its place, and have others', () => {
    const validate = open('person_added');
    for (const payload of [
      { event_id: '1' },
      { event_id: '1', callback_type: null, person: { id: null } },
      { event_id: '1', person: { id: 'P1', shoe_size: 44 }, mood: 'fine' },
    ]) {
      expect(validate(payload)).toBe(true);
    }
    expect(validate({ event_id: '1', person: { mobile_phone: { mdn: 5 } } })).toBe(false);
  });

  it('have types that a handler can be written by', () => {
    const nameOf = (payload: PlatformPayload<'person_added'>): unknown => payload.person?.custom_fields?.first_name;
    const numberOf = ({ data }: Pick<PlatformEventDetail<'subscription_added'>, 'data'>) =>
      data.payload?.subscription?.person?.mobile_phone?.mdn ?? null;
    expect(nameOf({ event_id: '1', person: { custom_fields: { first_name: 'Zoë' } }, unknown: 1 })).toBe('Zoë');
    const payload = { event_id: '1', subscription: { person: { mobile_phone: { mdn: '+13125550115' } } } };
    const data = { eventId: '1', type: 'subscription_added', eventDate: null, eventDateText: null, payload } as const;
    expect(numberOf({ data })).toBe('+13125550115');
  });
});
