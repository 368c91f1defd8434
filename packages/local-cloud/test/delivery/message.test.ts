import { DeliveryFailure, DeliveryInterrupted } from '../../src/delivery/message';

test.each([
  ['ERROR_FROM_TARGET', true],
  ['INVALID_JSON', false],
  ['INVALID_PARAMETER', false],
  ['NO_PERMISSIONS', false],
  ['NO_RESOURCE', false],
] as const)('another try after %s may be better: %j', (code, mayPass) => {
  expect(new DeliveryFailure(code, 'why')).toMatchObject({ code, mayPass, message: 'why', name: 'DeliveryFailure' });
});

test('a stop is not a failure', () => {
  expect(new DeliveryInterrupted('stopped')).not.toBeInstanceOf(DeliveryFailure);
});
