import type { GroupScenario, Scenario } from '../scenario';
import { changesUnderLoad } from './changes-under-load';
import { copiesAndPoison } from './copies-and-poison';
import { messageOutcomes } from './message-outcomes';
import { processesDie } from './processes-die';
import { servicesFail } from './services-fail';
import { whatVibesDoes } from './what-vibes-does';
import { wholeOutages } from './whole-outages';

const byGroup = {
  'what Vibes does': whatVibesDoes,
  'services fail': servicesFail,
  'processes die': processesDie,
  'copies and poison': copiesAndPoison,
  'whole outages': wholeOutages,
  'changes under load': changesUnderLoad,
  'message outcomes': messageOutcomes,
} as const;

/** In the order of docs/CONFORMANCE.md and of a run: those without faults come first. */
export const groups = Object.keys(byGroup) as readonly (keyof typeof byGroup)[];

export const allScenarios: readonly Scenario[] = groups.flatMap((group) =>
  byGroup[group].map((scenario) => complete(scenario, group)),
);

function complete(scenario: GroupScenario, group: string): Scenario {
  return 'rounds' in scenario ? { ...scenario, group } : { ...scenario, group, rounds: [scenario] };
}
