import { routes } from '../../../lib/callback-api';
import { knownRoute, knownRoutes } from '../../../ops/aws/known-route';

it('knows the routes of the stack', () => {
  expect([...knownRoutes].sort()).toEqual(
    Object.values(routes)
      .map((path) => `/${path}`)
      .sort(),
  );
});

it.each([
  ['/sms/mo', '/sms/mo'],
  ['/', '/'],
  ['/sms/mo/+15555550100', '/{proxy+}'],
])('shows %s as %s', (path, expected) => {
  expect(knownRoute(path)).toBe(expected);
});
