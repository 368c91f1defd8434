import { defineCommand } from '../frame/command';
import { type ContentOptions, noteContent } from '../frame/content';
import { record } from '../frame/table';
import { isoTime } from '../frame/times';
import { joinNeeds, stackNeeds } from '../policy/needs';
import { readMoVersion } from '../reads/mo-secret';

export const credentialsShow = defineCommand<ContentOptions>({
  name: 'credentials show',
  about: 'Shows the user name to give to Vibes for the MO route; with --show-content also the password.',
  example: 'credentials show --show-content',
  kind: 'reads',
  hasContent: true,
  needs: joinNeeds(stackNeeds, { 'secretsmanager:GetSecretValue': ['secrets'] }),
  run: async (context, { showContent }) => {
    const stack = await context.stack();
    const version = await readMoVersion(context, stack, 'AWSCURRENT');
    const credentials = version?.credentials;
    if (credentials === undefined) {
      context.note(
        'Ingest cannot read the secret, which must be {"username", "password"}: "doctor" says how to fix it.',
      );
      return { code: 1, json: { readable: false }, text: () => '' };
    }
    if (showContent) noteContent(context);
    const json = {
      readable: true,
      url: stack.output('SmsMoUrl'),
      username: stack.optional('MoUserName') ?? credentials.username,
      createdAt: version?.createdAtMs === undefined ? null : isoTime(version.createdAtMs),
      ...(showContent ? { password: credentials.password } : {}),
    };
    return { code: 0, json, text: () => record(json, context.paint) };
  },
});
