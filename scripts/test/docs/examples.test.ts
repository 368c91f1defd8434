import { detailTypes } from '../../../lambda/reader/families';
import { exampleDetails, exampleEnvelope } from '../../docs/examples';

test('each type has an example, and one that a person can read', async () => {
  const details = await exampleDetails();
  expect([...details.keys()]).toEqual(detailTypes);
  for (const text of details.values()) {
    expect(text).toMatch(/^\{\n {2}"metadata": \{\n/);
    expect(JSON.parse(text)).toMatchObject({ metadata: { requestId: '0f3d9d0c-0000-4000-8000-000000000001' } });
  }
});

test('the examples are of the samples that show most', async () => {
  const details = await exampleDetails();
  const dataOf = (type: (typeof detailTypes)[number]) => JSON.parse(details.get(type) ?? '{}').data;
  expect(dataOf('MMS Message').attachments.length).toBeGreaterThan(0);
  expect(dataOf('MT Message Response').isError).toBe(true);
  expect(dataOf('Unrecognized Callback')).toMatchObject({ reason: expect.any(String), size: '<survey/>'.length });
});

test('an example proves what its route asks for', () => {
  expect(exampleEnvelope('MO Message')).toMatchObject({ path: '/sms/mo', proof: 'basic:current' });
  expect(exampleEnvelope('RBM Event')).toMatchObject({ path: '/rbm', proof: 'signature' });
  expect(exampleEnvelope('Platform Event')).toMatchObject({ path: '/platform', proof: 'source' });
});
