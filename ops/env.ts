import { operatorCommand } from '../lib/release';
import { defineCommand } from './frame/command';
import { OpsError } from './frame/ops-error';

/** Without npm's own lines, which a shell would run. */
const command = operatorCommand.replace('npm run', 'npm run -s');

/** For the AWS CLI and every SDK. */
export const env = defineCommand({
  name: 'env',
  about: `What a shell needs to ask the local cloud by the AWS CLI: eval "$(${command} env --local)".`,
  example: 'env --local',
  kind: 'reads',
  needs: {},
  run: async ({ access }) => {
    const { endpoint, region, credentials } = access.clientOptions;
    if (endpoint === undefined || credentials === undefined) {
      throw new OpsError('Your shell has its own AWS credentials: env is for the local cloud, add --local.');
    }
    const variables = {
      AWS_ENDPOINT_URL: endpoint,
      AWS_REGION: region ?? 'us-east-1',
      // What version 1 of the AWS CLI reads.
      AWS_DEFAULT_REGION: region ?? 'us-east-1',
      AWS_ACCESS_KEY_ID: credentials.accessKeyId,
      AWS_SECRET_ACCESS_KEY: credentials.secretAccessKey,
    };
    return {
      code: 0,
      json: variables,
      text: () =>
        [
          // Whatever the shell had of an account would be mixed with it.
          'unset AWS_PROFILE AWS_SESSION_TOKEN',
          ...Object.entries(variables).map(([name, value]) => `export ${name}='${value.replaceAll("'", "'\\''")}'`),
        ].join('\n'),
    };
  },
});
