import { Option } from 'commander';
import { defineCommand } from '../frame/command';
import type { CommonOptions, OpsContext } from '../frame/context';
import { table } from '../frame/table';
import { joinNeeds, stackNeeds } from '../policy/needs';
import { type FoundLine, textOf } from '../reads/log-lines';
import { readMoCredentials } from '../reads/mo-secret';
import type { DeployedStack } from '../reads/stack';
import { callUrl, type GatewayAnswer, testInvoke } from './call-gateway';
import { challengedFromHere, gatewaySteps } from './smoke-gateway';
import { awaitSmokeLine, newSmokeTest, type SmokeStep, type SmokeTest } from './smoke-steps';

interface Options extends CommonOptions {
  readonly fromHere?: boolean;
}

export const smoke = defineCommand<Options>({
  name: 'smoke',
  about:
    'Checks that the stack works: sends a test callback through the gateway, and waits for its event. Leaves nothing else behind.',
  options: [
    new Option(
      '--from-here',
      "post it to the URL as Vibes does, which also tests addresses, TLS and stage; this machine's address must be allowed",
    ),
  ],
  example: 'smoke',
  kind: 'acts',
  needs: joinNeeds(stackNeeds, {
    'secretsmanager:GetSecretValue': ['secrets'],
    'apigateway:GET': ['restApi'],
    'apigateway:POST': ['restApiTests', 'restApiAuthorizers'],
    'logs:FilterLogEvents': ['logGroups'],
  }),
  run: async (context, { fromHere = false }) => {
    const stack = await context.stack();
    const credentials = await readMoCredentials(context, stack);
    const found = await runSmoke(context, stack, newSmokeTest(credentials), fromHere);
    return {
      code: found.ok ? 0 : 1,
      json: found,
      text: () => {
        const rows = found.steps.map(({ name, ok, ms, detail = '' }) => ({ step: name, ok, ms, detail }));
        return table(rows, context.io.columns, context.paint);
      },
    };
  },
});

async function runSmoke(context: OpsContext, stack: DeployedStack, test: SmokeTest, fromHere: boolean) {
  const before = fromHere ? [await challengedFromHere(context, stack, test)] : await gatewaySteps(context, stack, test);
  const startedAtMs = context.io.now();
  const answer = fromHere
    ? await callUrl(stack.output('SmsMoUrl'), test)
    : await testInvoke(context, stack, stack.output('MoResourceId'), test);
  const answeredAtMs = context.io.now();
  const steps = [...before, answerStep(answer, answeredAtMs - startedAtMs, fromHere)];
  let { requestId } = answer;
  if (answer.status === 200) {
    context.note('Got a 200; waiting for its event, which takes a few seconds …');
    const line = await awaitSmokeLine(context, stack, test, startedAtMs);
    const ms = Math.max(0, (line?.atMs ?? context.io.now()) - answeredAtMs);
    steps.push(eventStep(line, ms));
    requestId = (line === undefined ? undefined : textOf(line, 'requestId')) ?? requestId;
  }
  const typed = steps.map(
    (step): SmokeStep => (step.detail === undefined ? step : { ...step, detail: context.typed(step.detail) }),
  );
  return {
    ok: steps.every(({ ok }) => ok) && steps.some(({ name }) => name === published),
    requestId,
    eventId: test.eventId,
    steps: typed,
  };
}

/** A test without this step did not finish. */
const published = 'published';

const refusals: Readonly<Record<number, string>> = {
  401: 'the password was refused: "credentials status"',
  403: "this machine's address is not allowed (for most machines that is right): leave out --from-here",
  503: 'it could not be stored: "status" says why',
};

function answerStep({ status }: GatewayAnswer, ms: number, fromHere: boolean): SmokeStep {
  const name = fromHere ? 'answered to a post from here' : 'answered by the gateway';
  if (status === 200) return { name, ok: true, ms };
  return { name, ok: false, ms, detail: `${status}: ${refusals[status] ?? 'see "status" and "doctor"'}` };
}

function eventStep(line: FoundLine | undefined, ms: number): SmokeStep {
  const name = published;
  if (line === undefined) {
    return {
      name,
      ok: false,
      ms,
      detail: 'the consumer has not logged it: "status" shows what waits, "doctor" whether the consumer is on',
    };
  }
  if (line.fields.published === true) return { name, ok: true, ms };
  return { name, ok: false, ms, detail: textOf(line, 'cause') ?? '' };
}
