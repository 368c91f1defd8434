import { knownRoute } from '../../../ops/aws/known-route';

it.each([
  ['/sms/mo', '/sms/mo'],
  ['/platform', '/platform'],
  ['/', '/'],
  ['/sms/mo/+15555550100', '/{proxy+}'],
])('shows %s as %s', (path, expected) => {
  expect(knownRoute(path)).toBe(expected);
});
