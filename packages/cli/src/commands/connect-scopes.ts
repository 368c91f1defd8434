import { defineCommand } from '../frame/command';
import { table } from '../frame/table';
import { stackNeeds } from '../policy/needs';
import {
  openVibesApi,
  orSentence,
  type VibesApiOptions,
  vibesApiOptions,
  vibesApiSecretNeeds,
} from '../vibes-api/access';
import { typesWith } from '../vibes-api/callback-types';
import { type VibesApiClient, VibesApiError } from '../vibes-api/client';

/** A value that a scope can have. */
interface ScopeValue {
  readonly member: string;
  readonly value: string;
  readonly name: string | null;
  /** The types whose scope has this member. */
  readonly types: readonly string[];
  /** As `--types` takes it. */
  readonly write: string;
}

/** What a company has that a registration can be narrowed to, by the API's own lists. */
const sources = [
  { member: 'list_id', path: 'mobiledb/subscription_lists/', id: 'id', name: 'name', noneIs404: false },
  { member: 'campaign_id', path: 'campaigns/acquisition', id: 'acquisition_id', name: 'description', noneIs404: true },
  { member: 'source_code', path: 'sourcecodes', id: 'sourcecode', name: 'primary_country_name', noneIs404: false },
  { member: 'campaign_token', path: 'campaigns/wallet', id: 'token', name: 'name', noneIs404: true },
] as const;

/** The API lists neither. */
const unlisted = ['app_id', 'event_type'] as const;

export const connectScopes = defineCommand<VibesApiOptions>({
  name: 'connect scopes',
  about: 'Lists the ids of your lists, campaigns and source codes at Vibes, as "connect platform --types" takes them.',
  options: vibesApiOptions,
  example: 'connect scopes --company KEY --user NAME',
  kind: 'reads',
  needs: stackNeeds,
  needsToWrite: vibesApiSecretNeeds,
  run: async (context, options) => {
    const api = await openVibesApi(context, await context.stack(), options);
    const scopes: ScopeValue[] = [];
    for (const source of sources) scopes.push(...(await orSentence(valuesOf(api, source))));
    context.note(`Vibes' API lists no ${unlisted.join(' and no ')}: take those from your app and your events.`);
    return {
      code: 0,
      json: { scopes, notListed: unlisted },
      text: () =>
        scopes.length === 0
          ? 'There is nothing to narrow a registration to.'
          : table(
              scopes.map(({ write, name, types }) => ({ write, name, types: types.join(', ') })),
              context.io.columns,
              context.paint,
            ),
    };
  },
});

async function valuesOf(api: VibesApiClient, source: (typeof sources)[number]): Promise<readonly ScopeValue[]> {
  const { member, path, id, name, noneIs404 } = source;
  const types = typesWith(member);
  const found = await api.list(path).catch((error: unknown) => {
    // "No campaigns can be located" (API description). From any other list a 404 means that there is no such company.
    if (noneIs404 && error instanceof VibesApiError && error.kind === 'not-found') return [];
    throw error;
  });
  return found.flatMap((one) => {
    const value = one[id];
    if (typeof value !== 'string' && typeof value !== 'number') return [];
    const called = one[name];
    return [
      {
        ...{ member, value: String(value), name: typeof called === 'string' ? called : null, types },
        write: `${types[0] ?? ''}:${member}=${value}`,
      },
    ];
  });
}
