import { defineCommand } from '../frame/command';
import { table } from '../frame/table';
import { joinNeeds, type Needs, stackNeeds } from '../policy/needs';
import { usedAt } from './credentials/version-use';
import { type LiveVersion, readVersions } from './credentials/versions';

export const versionNeeds: Needs = {
  'secretsmanager:ListSecretVersionIds': ['secrets'],
  'cloudwatch:GetMetricData': ['anything'],
};

export const credentialsStatus = defineCommand({
  name: 'credentials status',
  about: 'Shows which MO password Vibes uses, and when each was created.',
  example: 'credentials status',
  kind: 'reads',
  needs: joinNeeds(stackNeeds, versionNeeds),
  run: async (context) => {
    const { current, previous } = await readVersions(context, await context.stack());
    const json = { current: shown(current), previous: previous === undefined ? null : shown(previous) };
    const rows = [row('current', current), ...(previous === undefined ? [] : [row('previous', previous)])];
    return { code: 0, json, text: () => table(rows, context.io.columns, context.paint) };
  },
});

function shown({ versionId, createdAt, use }: LiveVersion) {
  return { versionId, createdAt, lastUsedAt: usedAt(use), used: { lastHour: use.lastHour }, inUse: use.isInUse };
}

function row(name: string, { createdAt, use }: LiveVersion) {
  return { password: name, createdAt, lastUsedAt: usedAt(use), 'last hour': use.lastHour };
}
