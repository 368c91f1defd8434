import type { AwsCall, Reply } from '../protocols/call';
import { errorReply, jsonReply } from '../protocols/error-reply';
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

/** A password by the rules that a template's `GenerateSecretString` has too. */
export function getRandomPassword({ input }: Pick<AwsCall, 'input'>): Reply {
  const unknown = Object.keys(input).find((name) => !supported.has(name));
  if (unknown !== undefined) return invalid(`There is no parameter ${unknown}.`);
  const length = Number(input.PasswordLength ?? 32);
  if (!(length >= 1 && length <= 4096)) return invalid('PasswordLength must be a number from 1 to 4096.');
  return jsonReply('secretsmanager', { RandomPassword: generateSecretString(input) });
}

function invalid(message: string): Reply {
  return errorReply('secretsmanager', { code: 'InvalidParameterException', message, status: 400 });
}
