import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { isRecord, parseJson } from '../../../../lambda/shared/json';
import { operatorCommand } from '../../../../lib/release';
import { defineCommand } from '../frame/command';
import { OpsError } from '../frame/ops-error';
import type { Access } from '../reads/access';

/** Suppresses npm's own lines, which a shell would run. */
const command = operatorCommand.replace('npm run', 'npm run -s');

/** For the AWS CLI, every SDK and curl. */
export const env = defineCommand({
  name: 'env',
  about: `Prints the variables that point the AWS CLI at the local cloud: eval "$(${command} env --local)". Or one value.`,
  argument: { name: '[variable]', about: 'print only the value of this variable, such as CALLBACKS_TOKEN' },
  example: 'env --local',
  kind: 'reads',
  needs: {},
  run: async ({ access, io }, _options, variable) => {
    const variables = { ...awsVariables(access), ...localVariables(access, io.directory) };
    if (variable !== '') {
      const value = new Map(Object.entries(variables)).get(variable);
      if (value === undefined) {
        throw new OpsError('wrong-usage', `There is no ${variable}: name one of ${Object.keys(variables).join(', ')}.`);
      }
      return { code: 0, json: { [variable]: value }, text: () => value };
    }
    return {
      code: 0,
      json: variables,
      text: () =>
        [
          // Otherwise they would mix with the shell's AWS credentials.
          'unset AWS_PROFILE AWS_SESSION_TOKEN',
          ...Object.entries(variables).map(([name, value]) => `export ${name}='${value.replaceAll("'", "'\\''")}'`),
        ].join('\n'),
    };
  },
});

function awsVariables({ clientOptions: { endpoint, region, credentials } }: Access): Readonly<Record<string, string>> {
  if (endpoint === undefined || credentials === undefined) {
    throw new OpsError(
      'wrong-usage',
      'Your shell has its own AWS credentials: env is for the local cloud, add --local.',
    );
  }
  return {
    AWS_ENDPOINT_URL: endpoint,
    AWS_REGION: region ?? 'us-east-1',
    // What version 1 of the AWS CLI reads.
    AWS_DEFAULT_REGION: region ?? 'us-east-1',
    AWS_ACCESS_KEY_ID: credentials.accessKeyId,
    AWS_SECRET_ACCESS_KEY: credentials.secretAccessKey,
  };
}

/** For curl: the control API's token, and `user:password` of the MO route. */
function localVariables({ dataFolder = '' }: Access, directory: string): Readonly<Record<string, string>> {
  const read = (name: string) => {
    const path = join(resolve(directory, dataFolder), name);
    return existsSync(path) ? readFileSync(path, 'utf8').trim() : '';
  };
  const credentials = parseJson(read('credentials.json'));
  const { username, password } = isRecord(credentials) ? credentials : {};
  const token = read('token');
  return {
    ...(token === '' ? {} : { CALLBACKS_TOKEN: token }),
    ...(password === undefined ? {} : { CALLBACKS_USER: `${username}:${password}` }),
  };
}
