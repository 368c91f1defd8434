import { createCallers } from '../../../../local/aws/server/callers';
import { LocalCloudError } from '../../../../local/local-cloud-error';
import { deployTemplate } from '../../../../local/template/deploy-template';

const Resources = { Ingest: { Type: 'AWS::IAM::Role' }, Consumer: { Type: 'AWS::IAM::Role' } };
const callers = (token = 'token') =>
  createCallers(deployTemplate({ Resources }, { endpoint: 'http://127.0.0.1:1' }), token);

describe('callers', () => {
  it('are known by an access key of their own', () => {
    const { credentialsOf, find } = callers();
    expect(find(credentialsOf('Ingest').accessKeyId)).toMatchObject({ kind: 'role', id: 'Ingest' });
    expect(find(credentialsOf('Consumer').accessKeyId)).toMatchObject({ kind: 'role', id: 'Consumer' });
  });

  it('keep their key over a restart', () => {
    expect(callers().credentialsOf('Ingest')).toEqual(callers().credentialsOf('Ingest'));
    expect(callers().operator).toEqual(callers().operator);
  });

  it('have other keys in another data folder, so that no other user can guess them', () => {
    const { operator, credentialsOf, find } = callers();
    const others = callers('another');
    for (const { accessKeyId } of [others.operator, others.credentialsOf('Ingest')]) {
      expect(find(accessKeyId)).toBeUndefined();
    }
    expect(operator.accessKeyId).not.toBe(credentialsOf('Ingest').accessKeyId);
  });

  it('include the operator', () => {
    const { operator, find } = callers();
    expect(find(operator.accessKeyId)).toEqual({
      kind: 'operator',
      arn: 'arn:aws:iam::000000000000:root',
      userId: '000000000000',
    });
  });

  it('include a guest until its credentials expire', () => {
    const { invite, find } = callers();
    const guest = (expiresAt: Date) => invite({ name: 'operator', statements: [], expiresAt }).accessKeyId;
    expect(find(guest(new Date('2999-01-01')))).toMatchObject({
      kind: 'guest',
      arn: 'arn:aws:sts::000000000000:federated-user/operator',
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
