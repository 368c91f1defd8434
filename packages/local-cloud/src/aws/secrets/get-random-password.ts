import { AwsError } from '../protocols/aws-error';
import type { Input } from '../protocols/create-service';
import { refuseMembers } from '../protocols/refuse-members';
import { generateSecretString } from './generate-secret-string';

const supported = [
  'PasswordLength',
  'ExcludeCharacters',
  'ExcludeNumbers',
  'ExcludePunctuation',
  'ExcludeUppercase',
  'ExcludeLowercase',
  'IncludeSpace',
  'RequireEachIncludedType',
];

/** A password by the rules of a template's `GenerateSecretString`. */
export function getRandomPassword(input: Input): unknown {
  refuseMembers(input, supported, 'InvalidParameterException');
  const length = Number(input.PasswordLength ?? 32);
  if (!(length >= 1 && length <= 4096))
    throw new AwsError('InvalidParameterException', 'PasswordLength must be a number from 1 to 4096.');
  return { RandomPassword: generateSecretString(input) };
}
