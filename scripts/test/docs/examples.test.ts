import { eventTypes, outcomeType } from '../../../lambda/reader/families';
import { exampleDetails, exampleEnvelope } from '../../docs/examples';

test('each type has an example, and one that a person can read', async () => {
  const details = await exampleDetails();
  expect([...details.keys()]).toEqual(eventTypes);
  for (const [type, text] of details) {
    expect(text).toMatch(/^\{\n {2}"metadata": \{\n/);
    if (type !== outcomeType)
      expect(JSON.parse(text)).toMatchObject({ metadata: { requestId: '0f3d9d0c-0000-4000-8000-000000000001' } });
  }
});

test('the examples are of the samples that show most', async () => {
  const details = await exampleDetails();
  const dataOf = (type: (typeof eventTypes)[number]) => JSON.parse(details.get(type) ?? '{}').data;
  expect(dataOf('MMS Message').attachments.length).toBeGreaterThan(0);
  expect(dataOf('MT Message Response').isError).toBe(true);
  expect(dataOf('Message Outcome')).toMatchObject({ state: 'delivered', version: 2, evidence: { length: 2 } });
  expect(dataOf('Unrecognized Callback')).toMatchObject({ reason: expect.any(String), size: '<survey/>'.length });
});

test('an example proves what its route asks for', () => {
  expect(exampleEnvelope('MO Message')).toMatchObject({ path: '/sms/mo', proof: 'basic:current' });
  expect(exampleEnvelope('RBM Event')).toMatchObject({ path: '/rbm', proof: 'signature' });
  expect(exampleEnvelope('Platform Event')).toMatchObject({ path: '/platform', proof: 'source' });
});
