import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { deployTemplate } from '../../../local-cloud/src/template/deploy-template';
import { changedMoCredentials, setMoCredentials, setRbmSecret } from '../../src/start/credentials';
import { StartError } from '../../src/start/start-error';

const deployment = deployTemplate(
  {
    Resources: {
      Other: secretWith('key'),
      Mo: secretWith('password'),
      Rbm: secretWith('secret'),
    },
    Outputs: { MoUserName: { Value: 'vibes-eu' }, RbmSecretArn: { Value: { Ref: 'Rbm' } } },
  },
  { endpoint: 'http://127.0.0.1:1' },
);

let server: Server;
let stored: Record<string, string>;
let puts: string[];

beforeEach(async () => {
  puts = [];
  stored = {
    [deployment.resource('Mo').ref]: '{"username":"vibes","password":"generated"}',
    [deployment.resource('Rbm').ref]: '{"secret":"generated"}',
  };
  server = createServer(async (request, response) => {
    let text = '';
    for await (const chunk of request) text += chunk;
    const { SecretId, SecretString } = JSON.parse(text);
    if (request.headers['x-amz-target'] === 'secretsmanager.PutSecretValue') {
      stored[SecretId] = SecretString;
      puts.push(SecretId);
    }
    response.end(JSON.stringify({ SecretString: stored[SecretId] }));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
});

afterEach(() => {
  server.close();
  server.closeAllConnections();
});

describe('the MO credentials', () => {
  it('are those of the secret with a password, and stay as they are where nothing is asked for', async () => {
    expect(await setMoCredentials(deployment, aws(), {})).toEqual({ username: 'vibes-eu', password: 'generated' });
    expect(puts).toEqual([]);
  });

  it('have the user name that was put into the secret', async () => {
    stored[deployment.resource('Mo').ref] = '{"username":"mine","password":"generated"}';
    expect(await setMoCredentials(deployment, aws(), {})).toMatchObject({ username: 'mine' });
  });

  it('are changed in what is asked for', async () => {
    expect(await setMoCredentials(deployment, aws(), { password: 'pw' })).toEqual({
      username: 'vibes-eu',
      password: 'pw',
    });
    expect(puts).toEqual([deployment.resource('Mo').ref]);
  });

  it('are not written again when they are what is asked for: the previous version stays', async () => {
    await setMoCredentials(deployment, aws(), { username: 'vibes', password: 'generated' });
    expect(puts).toEqual([]);
  });
});

describe('the MO credentials after a change of a secret', () => {
  const changed = (logicalId: string, value: string) =>
    changedMoCredentials(deployment, { arn: deployment.resource(logicalId).ref, value });

  it('are what was put, under the user name that the template gives', () => {
    expect(changed('Mo', '{"username":"vibes","password":"new"}')).toEqual({ username: 'vibes-eu', password: 'new' });
    expect(changed('Mo', '{"username":"mine","password":"new"}')).toEqual({ username: 'mine', password: 'new' });
  });

  it.each(['', '{"username":"vibes","password":""}', '{"password":"new"}', '[]'])(
    'stay as they were if no caller could send what was put: %s',
    (value) => {
      expect(changed('Mo', value)).toBeUndefined();
    },
  );

  it('stay as they were where it is another secret', () => {
    expect(changed('Rbm', '{"username":"vibes","password":"new"}')).toBeUndefined();
  });
});

describe('a damaged secret', () => {
  it.each([
    ['{"username":"vibes","password":"cut-pass', 'it is not a JSON object'],
    ['', 'it is not a JSON object'],
    [' ', 'it is not a JSON object'],
    ['null', 'it is not a JSON object'],
    ['"cut-pass"', 'it is not a JSON object'],
    ['["cut-pass"]', 'it is not a JSON object'],
    ['{"username":"vibes"}', 'it has no password'],
    ['{"username":"vibes","password":""}', 'it has no password'],
    ['{"username":"vibes","password":" ","old":"cut-pass"}', 'it has no password'],
    ['{"username":"vibes","password":12345}', 'it has no password'],
    ['{"password":"cut-pass"}', 'it has no user name'],
  ])('is reported in a sentence that does not show it: %s', async (value, why) => {
    stored[deployment.resource('Mo').ref] = value;
    const failure: unknown = await setMoCredentials(deployment, aws(), {}).catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(StartError);
    const { message } = failure as Error;
    expect(message).toContain(
      `is damaged (${why}): start with --password to put another value, or delete secrets.json`,
    );
    expect(message).not.toMatch(/cut-pass|12345/);
    expect(puts).toEqual([]);
  });

  it.each(['', '{"username":"vi', '{"username":"vibes","password":""}', '{}'])(
    'is fixed by a password that is given: %s',
    async (value) => {
      const { ref } = deployment.resource('Mo');
      stored[ref] = value;
      expect(await setMoCredentials(deployment, aws(), { password: 'pw' })).toEqual({
        username: 'vibes-eu',
        password: 'pw',
      });
      expect(JSON.parse(stored[ref])).toEqual({ username: 'vibes', password: 'pw' });
    },
  );
});

describe('the RBM secret', () => {
  it('is set once', async () => {
    await setRbmSecret(deployment, aws(), 's');
    await setRbmSecret(deployment, aws(), 's');
    expect(stored[deployment.resource('Rbm').ref]).toBe('{"secret":"s"}');
    expect(puts).toHaveLength(1);
  });

  it('that the template does not have cannot be set', async () => {
    const without = deployTemplate({ Resources: { Mo: secretWith('password') } }, { endpoint: 'http://127.0.0.1:1' });
    await expect(setRbmSecret(without, aws(), 's')).rejects.toThrow('synthesize it with -c rbmSecret=create');
  });
});

function secretWith(GenerateStringKey: string) {
  const GenerateSecretString = { GenerateStringKey, SecretStringTemplate: '{"username":"vibes"}' };
  return { Type: 'AWS::SecretsManager::Secret', Properties: { GenerateSecretString } };
}

function aws() {
  const { port } = server.address() as AddressInfo;
  return {
    endpoint: `http://127.0.0.1:${port}`,
    region: 'us-east-1',
    operator: { accessKeyId: 'operator', secretAccessKey: 's' },
  };
}
