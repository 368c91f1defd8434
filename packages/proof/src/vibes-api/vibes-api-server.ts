import type { VibesApiServer } from '../../../cli/src/start/vibes-api-server';
import { serveVibesApi, type VibesApiRule, vibesApiRules } from './serve-vibes-api';

/** The stand-in as `npm start -- --vibes-api` serves it. */
export const vibesApi: VibesApiServer = {
  rules: vibesApiRules,
  serve: ({ port, rules, onCall }) => serveVibesApi({ port, rules: rules.filter(isRule), onCall }),
};

function isRule(text: string): text is VibesApiRule {
  return Object.hasOwn(vibesApiRules, text);
}
