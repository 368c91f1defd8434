import { knownRoute } from '../../src/reads/known-route';

it.each([
  ['/sms/mo', '/sms/mo'],
  ['/platform', '/platform'],
  ['/', '/'],
  ['/wrong/url', '/wrong/url'],
  ['/v2/sms-mo/', '/v2/sms-mo/'],
  ['/sms/mo/+15555550100', '/{proxy+}'],
  ['/sms/mo/m15555550100', '/{proxy+}'],
  ['/a1/b2/c3/d4', '/{proxy+}'],
  ['/say%20HELLO', '/{proxy+}'],
  [`/${'x'.repeat(33)}`, '/{proxy+}'],
  ['', '/{proxy+}'],
])('shows %s as %s', (path, expected) => {
  expect(knownRoute(path)).toBe(expected);
});
