import { generateSecretString } from '../../../src/aws/secrets/generate-secret-string';

describe('generateSecretString', () => {
  it('fills one key of the template', () => {
    const text = generateSecretString({
      ExcludePunctuation: true,
      GenerateStringKey: 'password',
      PasswordLength: 40,
      SecretStringTemplate: '{"username":"vibes"}',
    });
    expect(JSON.parse(text)).toEqual({ username: 'vibes', password: expect.stringMatching(/^[A-Za-z0-9]{40}$/) });
  });

  it('is a password of 32 characters by itself, with each kind in it', () => {
    for (let round = 0; round < 50; round += 1) {
      const password = generateSecretString({});
      expect(password).toHaveLength(32);
      for (const kind of [/[a-z]/, /[A-Z]/, /[0-9]/, /[^A-Za-z0-9]/]) expect(password).toMatch(kind);
    }
  });

  it.each([
    ['ExcludeLowercase', /[a-z]/],
    ['ExcludeUppercase', /[A-Z]/],
    ['ExcludeNumbers', /[0-9]/],
    ['ExcludePunctuation', /[^A-Za-z0-9]/],
  ])('honours %s', (exclusion, excluded) => {
    expect(generateSecretString({ [exclusion]: true, PasswordLength: 300 })).not.toMatch(excluded);
    expect(generateSecretString({ PasswordLength: 300 })).toMatch(excluded);
  });

  it('honours ExcludeCharacters and IncludeSpace', () => {
    const password = generateSecretString({ ExcludeCharacters: 'aB3"', IncludeSpace: true, PasswordLength: 2000 });
    expect(password).not.toMatch(/[aB3"]/);
    expect(password).toContain(' ');
  });

  it('may leave a kind out when each is not required', () => {
    const one = () => generateSecretString({ PasswordLength: 1, RequireEachIncludedType: false });
    expect(one()).toHaveLength(1);
  });

  it('is another one each time', () => {
    expect(generateSecretString({})).not.toBe(generateSecretString({}));
  });
});
