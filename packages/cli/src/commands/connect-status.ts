import { Option } from 'commander';
import { defineCommand } from '../frame/command';
import { table } from '../frame/table';
import { joinNeeds, stackNeeds } from '../policy/needs';
import {
  openVibesApi,
  orSentence,
  type VibesApiOptions,
  vibesApiOptions,
  vibesApiSecretNeeds,
} from '../vibes-api/access';
import { readTargets, targetText } from '../vibes-api/callback-types';
import { judgeRegistrations } from '../vibes-api/judge';
import { nationalNumbersSince } from '../vibes-api/national-numbers';

interface Options extends VibesApiOptions {
  readonly types?: string;
}

export const connectStatus = defineCommand<Options>({
  name: 'connect status',
  about: "Compares what is registered at Vibes' Callback API with this stack. Exits with 1 if they differ.",
  options: [
    new Option('--types <list>', 'types that must be registered (default: those that are registered anywhere)'),
    ...vibesApiOptions,
  ],
  example: 'connect status --company KEY --user NAME',
  kind: 'reads',
  needs: joinNeeds(stackNeeds, { 'logs:FilterLogEvents': ['logGroups'] }),
  needsToWrite: vibesApiSecretNeeds,
  run: async (context, options) => {
    const expected = options.types === undefined ? undefined : readTargets(options.types);
    const stack = await context.stack();
    const api = await openVibesApi(context, stack, options);
    const registered = await orSentence(api.registrations());
    const url = stack.output('PlatformUrl');
    const found = judgeRegistrations(registered, { url, nowMs: context.io.now(), expected });
    const national = await nationalNumbersSince(context, stack, registered);
    for (const advice of found.advice) context.note(advice);
    context.note(
      national === 0
        ? "Vibes' API does not show with which version a registration was made; no number came without its country code in the last day."
        : nationalNote(national),
    );
    const registrations = found.registrations.map(({ registration, verdict }) => ({
      ...{ type: registration.type, scope: registration.scope, url: registration.url },
      ...{ callbackId: registration.callbackId, verdict, endDate: registration.endDate },
      createdAt: registration.createdAt,
    }));
    const ok = found.ok && national === 0;
    return {
      code: ok ? 0 : 1,
      json: { ok, registrations, missing: found.missing, withoutCountryCode: national },
      text: () => {
        const rows = registrations.map(({ type, scope, url: at, callbackId, verdict }) => ({
          ...{ verdict, type: targetText({ type, scope }), url: at, callbackId },
        }));
        const missing = found.missing.map((type) => ({ verdict: 'missing', type, url, callbackId: null }));
        const all = [...rows, ...missing];
        return all.length === 0 ? 'Nothing is registered.' : table(all, context.io.columns, context.paint);
      },
    };
  },
});

function nationalNote(count: number): string {
  return `${count} Platform events of the last day had a phone number without country code: a registration was made with API version 1. Cancel it (DELETE …/config/callbacks/<callback id>), then run "connect platform".`;
}
