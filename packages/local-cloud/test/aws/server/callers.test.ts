import { createCallers } from '../../../src/aws/server/callers';
import { LocalCloudError } from '../../../src/base/local-cloud-error';
import { deployTemplate } from '../../../src/template/deploy-template';

const Resources = { Ingest: { Type: 'AWS::IAM::Role' }, Consumer: { Type: 'AWS::IAM::Role' } };
const callers = () => createCallers(deployTemplate({ Resources }, { endpoint: 'http://127.0.0.1:1' }));

describe('callers', () => {
  it('are known by an access key of their own', () => {
    const { credentialsOf, find } = callers();
    expect(find(credentialsOf('Ingest').accessKeyId)).toMatchObject({ caller: { kind: 'role', id: 'Ingest' } });
    expect(find(credentialsOf('Consumer').accessKeyId)).toMatchObject({ caller: { kind: 'role', id: 'Consumer' } });
  });

  it('have new keys in each run, none of which is good in another', () => {
    const { operator, credentialsOf, find } = callers();
    const earlier = callers();
    for (const { accessKeyId } of [earlier.operator, earlier.credentialsOf('Ingest')]) {
      expect(find(accessKeyId)).toBeUndefined();
    }
    const keys = [operator, credentialsOf('Ingest'), credentialsOf('Consumer')];
    expect(new Set(keys.map(({ secretAccessKey }) => secretAccessKey)).size).toBe(3);
    for (const { accessKeyId, secretAccessKey } of keys) {
      expect(accessKeyId).toMatch(/^(?:AKIA|ASIA)[A-Z2-7]{16}$/);
      expect(secretAccessKey).toMatch(/^[\w+/]{40}$/);
    }
  });

  it('include the operator', () => {
    const { operator, find } = callers();
    expect(find(operator.accessKeyId)).toEqual({
      ...operator,
      caller: { kind: 'operator', arn: 'arn:aws:iam::000000000000:root', userId: '000000000000' },
    });
  });

  it('include a guest until its credentials expire', () => {
    const { invite, find } = callers();
    const guest = (expiresAt: Date) => invite({ name: 'operator', statements: [], expiresAt }).accessKeyId;
    expect(find(guest(new Date('2999-01-01')))).toMatchObject({
      caller: { kind: 'guest', arn: 'arn:aws:sts::000000000000:federated-user/operator' },
    });
    expect(find(guest(new Date('2000-01-01')))).toBeUndefined();
  });

  it('do not include a stranger', () => {
    expect(callers().find('AKIAIOSFODNN7EXAMPLE')).toBeUndefined();
  });

  it('are the roles of the template and no others', () => {
    expect(() => callers().credentialsOf('Nobody')).toThrow(LocalCloudError);
  });
});
