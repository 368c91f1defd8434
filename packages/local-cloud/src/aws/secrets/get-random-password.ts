import { AwsError } from '../protocols/aws-error';
import type { Input } from '../protocols/create-service';
import { generateSecretString } from './generate-secret-string';

const supported = new Set([
  'PasswordLength',
  'ExcludeCharacters',
  'ExcludeNumbers',
  'ExcludePunctuation',
  'ExcludeUppercase',
  'ExcludeLowercase',
  'IncludeSpace',
  'RequireEachIncludedType',
]);

/** A password by the rules of a template's `GenerateSecretString`. */
export function getRandomPassword(input: Input): unknown {
  const unknown = Object.keys(input).find((name) => !supported.has(name));
  if (unknown !== undefined) throw invalid(`There is no parameter ${unknown}.`);
  const length = Number(input.PasswordLength ?? 32);
  if (!(length >= 1 && length <= 4096)) throw invalid('PasswordLength must be a number from 1 to 4096.');
  return { RandomPassword: generateSecretString(input) };
}

function invalid(message: string): AwsError {
  return new AwsError('InvalidParameterException', message);
}
