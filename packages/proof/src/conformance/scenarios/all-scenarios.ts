import type { Scenario } from '../scenario';
import { changesUnderLoad } from './changes-under-load';
import { copiesAndPoison } from './copies-and-poison';
import { messageOutcomes } from './message-outcomes';
import { processesDie } from './processes-die';
import { servicesFail } from './services-fail';
import { whatVibesDoes } from './what-vibes-does';
import { wholeOutages } from './whole-outages';

export const allScenarios: readonly Scenario[] = [
  ...whatVibesDoes,
  ...servicesFail,
  ...processesDie,
  ...copiesAndPoison,
  ...wholeOutages,
  ...changesUnderLoad,
  ...messageOutcomes,
];
