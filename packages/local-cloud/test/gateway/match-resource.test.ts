import { matchResource } from '../../src/gateway/match-resource';
import { readApi } from './api-template';

const { root } = readApi({
  methods: {
    'ANY /': {},
    'ANY /{proxy+}': {},
    'POST /sms/mo': {},
    'ANY /sms/{proxy+}': {},
    'GET /people/{id}': {},
    'GET /people/{id}/cards': {},
  },
});

describe('a path finds', () => {
  it.each([
    ['/', '/'],
    ['/sms/mo', '/sms/mo'],
    ['/sms/mo/', '/sms/mo'],
    ['/sms/other', '/sms/{proxy+}'],
    ['/sms/mo/deeper', '/sms/{proxy+}'],
    ['/people/7', '/people/{id}'],
    ['/people/7/cards', '/people/{id}/cards'],
    ['/people/7/other', '/{proxy+}'],
    ['/anything/at/all', '/{proxy+}'],
    ['//', '/'],
    ['/sms/m%6F', '/sms/{proxy+}'],
  ])('%s the resource %s', (path, resource) => {
    expect(matchResource(root, path)?.node.path || '/').toBe(resource);
  });

  it('/sms a resource without methods, since the exact name comes before the greedy one', () => {
    expect(matchResource(root, '/sms')?.node.methods.size).toBe(0);
  });

  it('its parameters, decoded', () => {
    expect(matchResource(root, '/people/a%20b/cards')?.parameters).toEqual({ id: 'a b' });
    expect(matchResource(root, '/x/y%2Fz')?.parameters).toEqual({ proxy: 'x/y/z' });
  });

  it('its parameters as they came, where they are no valid encoding', () => {
    expect(matchResource(root, '/x/%E0%A4%A')?.parameters).toEqual({ proxy: 'x/%E0%A4%A' });
  });

  it('nothing, where no resource is greedy', () => {
    expect(matchResource(readApi({ methods: { 'POST /sms/mo': {} } }).root, '/other')).toBeUndefined();
  });
});
