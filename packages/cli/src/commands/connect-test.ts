import { Option } from 'commander';
import { type Answer, defineCommand } from '../frame/command';
import type { ChangeOptions, OpsContext } from '../frame/context';
import { OpsError } from '../frame/ops-error';
import { record } from '../frame/table';
import { wholeNumber } from '../frame/whole-number';
import { joinNeeds, stackNeeds } from '../policy/needs';
import { identityNeeds } from '../reads/identity-key';
import { findInLedger, type LedgerEntry } from '../reads/ledger';
import type { DeployedStack } from '../reads/stack';
import {
  openVibesApi,
  orSentence,
  type VibesApiOptions,
  vibesApiOptions,
  vibesApiSecretNeeds,
} from '../vibes-api/access';
import {
  readTarget,
  type Scope,
  type Target,
  targetText,
  testBody,
  testScope,
  typesOption,
} from '../vibes-api/callback-types';
import { VibesApiError } from '../vibes-api/client';
import { isActive } from '../vibes-api/plan';
import type { Registration } from '../vibes-api/registration';
import { diagnose } from './connect-test/diagnose';

interface Options extends VibesApiOptions, ChangeOptions {
  readonly type?: string;
  readonly wait: number;
}

export const connectTest = defineCommand<Options>({
  name: 'connect test',
  about: 'Has Vibes send a test event of a type, and follows it to its event. Exits with 1 if it does not arrive.',
  options: [
    new Option('--type <type>', 'type of the event, such as person_added or subscription_added:list_id=77'),
    new Option('--wait <seconds>', 'how long to wait for it').argParser(wholeNumber(1, 9_999)).default(60),
    ...vibesApiOptions,
  ],
  example: 'connect test --company KEY --user NAME --type person_added',
  kind: 'changes',
  needs: joinNeeds(stackNeeds, {
    'dynamodb:Query': ['ledger'],
    's3:ListBucket': ['bucket'],
    's3:GetObject': ['unrecognizedObjects'],
    'logs:FilterLogEvents': ['logGroups'],
    'cloudwatch:GetMetricData': ['anything'],
    'apigateway:GET': ['restApi'],
  }),
  // An id in an unusual form is in the ledger as a hash.
  needsToWrite: joinNeeds(vibesApiSecretNeeds, identityNeeds),
  run: async (context, options) => {
    if (options.type === undefined) throw new OpsError('wrong-usage', 'Say which event to send, with --type.');
    const asked = readTarget(options.type, false);
    if (testBody(asked) === undefined) {
      throw new OpsError('wrong-usage', `Vibes documents no test event for ${asked.type}: cause one at Vibes instead.`);
    }
    const stack = await context.stack();
    const api = await openVibesApi(context, stack, options);
    const url = stack.output('PlatformUrl');
    const nowMs = context.io.now();
    const active = (await orSentence(api.registrations())).filter(
      (one) => one.type === asked.type && isActive(one, nowMs),
    );
    const ours = active.find((one) => one.url === url && isWithin(asked.scope, one));
    if (ours === undefined) {
      const line = `connect platform ${typesOption(asked)}`;
      return answer(context, {
        ...nothingSent,
        diagnosis: `Nothing was sent: no active registration of ${targetText(asked)} is at this stack's URL. Register it: "${line}"`,
      });
    }
    const target: Target = { type: asked.type, scope: { ...ours.scope, ...asked.scope } };
    const sent = { scope: testScope(target) };
    const others = active.filter((one) => one.url !== url && isWithin(one.scope, sent));
    const alsoSentTo = [...new Set(others.map((one) => one.url))];
    if (!(await context.mayChange(whatItDoes(target, alsoSentTo), options))) {
      return { ...answer(context, { ...nothingSent, alsoSentTo, diagnosis: null }), code: 0 };
    }
    const sentAtMs = context.io.now();
    const eventId = await send(api, target);
    if (eventId === undefined) {
      return answer(context, {
        ...{ ...nothingSent, alsoSentTo },
        diagnosis: 'Vibes has no active registration of this type and scope, or named no event: see "connect status".',
      });
    }
    context.note(`Vibes queued the event ${eventId}; waiting for it, up to ${options.wait} s …`);
    const entry = await awaitPublished(context, stack, eventId, sentAtMs + options.wait * 1_000);
    const arrived = entry?.state === 'published';
    const diagnosis = arrived ? null : await diagnose(context, stack, { eventId, sentAtMs, entry });
    return answer(context, {
      ...{ eventId, alsoSentTo, arrived, afterMs: arrived ? Math.max(0, context.io.now() - sentAtMs) : null },
      ...{ requestId: entry?.requestId ?? null, publishedAs: arrived ? entry.eventId : null, diagnosis },
    });
  },
});

interface Found {
  /** Vibes' id of the event. */
  readonly eventId: string | null;
  readonly alsoSentTo: readonly string[];
  readonly arrived: boolean;
  readonly afterMs: number | null;
  readonly requestId: string | null;
  /** `metadata.id` of the event that was published. */
  readonly publishedAs: string | null;
  readonly diagnosis: string | null;
}

const nothingSent = {
  ...{ eventId: null, alsoSentTo: [], arrived: false, afterMs: null, requestId: null, publishedAs: null },
};

function answer(context: OpsContext, found: Found): Answer {
  const { alsoSentTo, ...rest } = found;
  const diagnosis = found.diagnosis === null ? null : context.typed(found.diagnosis);
  return {
    code: found.arrived ? 0 : 1,
    json: { ...found, diagnosis },
    text: () =>
      record({ ...rest, diagnosis, alsoSentTo: alsoSentTo.join(', ') || null }, context.paint, context.io.columns),
  };
}

/** A registration without a member is for all of its values. */
function isWithin(scope: Scope, target: Pick<Registration, 'scope'>): boolean {
  return Object.entries(scope).every(([member, value]) => (target.scope[member] ?? value) === value);
}

function whatItDoes(target: Target, alsoSentTo: readonly string[]): string {
  const others = alsoSentTo.length === 0 ? '' : ` Vibes sends it to these URLs as well: ${alsoSentTo.join(', ')}.`;
  return `Has Vibes send a test event of ${targetText(target)} to this stack.${others}`;
}

/** Undefined: Vibes has no one to send it to. */
async function send(api: Awaited<ReturnType<typeof openVibesApi>>, target: Target): Promise<string | undefined> {
  const body = testBody(target) ?? {};
  return orSentence(
    api.test(body).catch((error: unknown) => {
      if (error instanceof VibesApiError && error.kind === 'not-found') return undefined;
      throw error;
    }),
  );
}

const pauseMs = 500;

/** What the ledger has of it once it is published, or at the end of the wait. */
async function awaitPublished(
  context: OpsContext,
  stack: DeployedStack,
  eventId: string,
  untilMs: number,
): Promise<LedgerEntry | undefined> {
  for (;;) {
    context.io.interrupted.throwIfAborted();
    const entry = (await findInLedger(context, stack, eventId)).find(({ family }) => family === 'platform');
    if (entry?.state === 'published' || context.io.now() >= untilMs) return entry;
    await context.io.pause(pauseMs);
  }
}
