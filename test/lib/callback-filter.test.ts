import type { EventType } from '../../lambda/reader/families';
import type { CallbackSubscriptionOptions } from '../../lib/callback-subscription';

/** As `onCallback` takes its options: the types decide which fields there are. */
function options<T extends EventType>(given: Omit<CallbackSubscriptionOptions<T>, 'target'>): unknown {
  return given;
}

// The compiler checks this file: a line below a "@ts-expect-error" that has no error is one.
test('the compiler knows the fields of each type', () => {
  const accepted = [
    options({ types: ['MO Message'], filter: { data: { destination: { address: ['12345'] } } } }),
    options({ types: ['MO Message'], filter: { data: { text: [{ wildcard: '*ORDER*' }, { exists: false }] } } }),
    options({ types: ['MT Message Response'], filter: { data: { isError: [true] } } }),
    options({ types: ['Message Outcome'], filter: { data: { state: ['failed'], error: { kind: ['number'] } } } }),
    options({
      types: ['MMS Message', 'MO Message'],
      filter: { data: { attachments: { contentType: ['image/png'] } } },
    }),
    options({ types: ['Platform Event'], filter: { data: { payload: { person: { id: ['7'] } } } } }),
    options({
      types: ['MO Message'],
      filter: { data: { $or: [{ text: ['A'] }, { attemptNumber: [{ numeric: ['>', 1] }] }] } },
    }),
    // @ts-expect-error: adress
    options({ types: ['MO Message'], filter: { data: { destination: { adress: ['12345'] } } } }),
    // @ts-expect-error: a receipt has no text
    options({ types: ['MT Message Response'], filter: { data: { text: ['A'] } } }),
    // @ts-expect-error: a value needs a list
    options({ types: ['MO Message'], filter: { data: { text: 'A' } } }),
    // @ts-expect-error: it has fields of its own
    options({ types: ['MO Message'], filter: { data: { destination: ['12345'] } } }),
    // @ts-expect-error: no comparison
    options({ types: ['MO Message'], filter: { data: { text: [{ prefixx: 'A' }] } } }),
    // @ts-expect-error: an outcome has no headers
    options({ types: ['Message Outcome'], filter: { metadata: { headers: { 'x-key': ['1'] } } } }),
    // @ts-expect-error: no type
    options({ types: ['MO Mesage'] }),
  ];
  expect(accepted).toHaveLength(14);
});
