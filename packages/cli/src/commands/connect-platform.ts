import { counted } from '@vibes-callbacks/local-cloud/text';
import { Option } from 'commander';
import { defineCommand } from '../frame/command';
import type { ChangeOptions, OpsContext } from '../frame/context';
import { OpsError } from '../frame/ops-error';
import { table } from '../frame/table';
import { stackNeeds } from '../policy/needs';
import {
  openVibesApi,
  orSentence,
  type VibesApiOptions,
  vibesApiOptions,
  vibesApiSecretNeeds,
} from '../vibes-api/access';
import { type AppliedStep, applyPlan } from '../vibes-api/apply';
import { readTargets, targetText } from '../vibes-api/callback-types';
import type { VibesApiClient } from '../vibes-api/client';
import { isChange, type PlanStep, planRegistrations } from '../vibes-api/plan';

interface Options extends VibesApiOptions, ChangeOptions {
  readonly types?: string;
  readonly replace?: boolean;
}

export const connectPlatform = defineCommand<Options>({
  name: 'connect platform',
  about: "Registers Platform events at Vibes' Callback API, so that they come to this stack. Run it again at any time.",
  options: [
    new Option(
      '--types <list>',
      'types, separated by commas: person_added or, with a scope, subscription_added:list_id=77',
    ),
    ...vibesApiOptions,
    new Option('--replace', 'also move or cancel registrations of these types that are at another URL'),
  ],
  example: 'connect platform --company KEY --user NAME --types subscription_added:list_id=77,person_added',
  kind: 'changes',
  needs: stackNeeds,
  needsToWrite: vibesApiSecretNeeds,
  run: async (context, options) => {
    if (options.types === undefined) {
      throw new OpsError('wrong-usage', 'Say which events to register, with --types: person_added, for example.');
    }
    const targets = readTargets(options.types);
    const stack = await context.stack();
    const url = stack.output('PlatformUrl');
    const api = await openVibesApi(context, stack, options);
    const registered = await orSentence(api.registrations());
    const settings = { url, replace: options.replace === true, nowMs: context.io.now() };
    const plan = planRegistrations(targets, registered, settings);
    const left = plan.some(({ action }) => action === 'leave');
    const changes = plan.filter(isChange);
    if (changes.length === 0) return answer(context, plan, [], left ? 1 : 0);
    if (!context.isJson) context.note(planTable(context, plan));
    if (!(await context.mayChange(whatItDoes(changes, api), options))) return answer(context, plan, [], 0);
    const applied = await applyPlan(api, plan, settings);
    for (const { target, status, reason } of applied) {
      if (status !== 'done')
        context.note(`${targetText(target)}: ${status === 'not-tried' ? 'not tried' : status}. ${reason}`);
    }
    const isAll = applied.every(({ status }) => status === 'done');
    if (isAll)
      context.note('"connect test --type <type>" has Vibes send a test event; "connect status" checks at any time.');
    else context.note('Run the command again to finish: what is done stays done.');
    return answer(context, plan, applied, isAll && !left ? 0 : 1);
  },
});

function answer(context: OpsContext, plan: readonly PlanStep[], applied: readonly AppliedStep[], code: 0 | 1) {
  const json = {
    plan,
    applied: applied.map(({ target, ...rest }) => ({ type: target.type, scope: target.scope, ...rest })),
  };
  return {
    code,
    json,
    text: () => (applied.length === 0 ? planTable(context, plan) : appliedTable(context, applied)),
  };
}

function planTable({ io, paint }: OpsContext, plan: readonly PlanStep[]): string {
  const rows = plan.map(({ type, scope, action, url, callbackId, reason }) => ({
    ...{ action, type: targetText({ type, scope }), url, callbackId, reason },
  }));
  return table(rows, io.columns, paint);
}

function appliedTable({ io, paint }: OpsContext, applied: readonly AppliedStep[]): string {
  const rows = applied.map(({ target, action, status, callbackId }) => ({
    ...{ status, action, type: targetText(target), callbackId },
  }));
  return table(rows, io.columns, paint);
}

const verbs = { create: 'registers', update: 'updates', replace: 'moves or cancels' } as const;

function whatItDoes(changes: readonly PlanStep[], { company, host }: VibesApiClient): string {
  const parts = Object.entries(verbs).flatMap(([action, verb]) => {
    const count = changes.filter((step) => step.action === action).length;
    return count === 0 ? [] : [`${verb} ${counted(count, 'registration')}`];
  });
  const text = `${parts.join(', ')} of ${company} at ${host}.`;
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}`;
}
