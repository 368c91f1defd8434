import { resolve } from 'node:path';
import { isRecord, parseJson } from '../../../../../lambda/shared/json';
import type { OpsContext } from '../../frame/context';
import { explainError } from '../../frame/explain-error';
import { defaultDataFolder } from '../../frame/local-place';
import { OpsError } from '../../frame/ops-error';
import { causeOf, postJson } from '../../frame/post-json';
import { accessOf } from '../../reads/access';
import { createClients } from '../../reads/clients';
import { memberText } from '../../reads/member-text';
import { readStack } from '../../reads/stack';

/** What became of one event. */
export interface Taken {
  readonly isTaken: boolean;
  /** `200`, or why it was not taken. Nothing of the event. */
  readonly detail: string;
}

/** Where `listen` brings the events. */
export interface Destination {
  /** `to http://127.0.0.1:3000/events`. */
  readonly about: string;
  /** Whether the event itself is the command's output. */
  readonly prints: boolean;
  take(body: string): Promise<Taken>;
}

export interface DestinationOptions {
  readonly print?: boolean;
  readonly forward?: string;
  /** The data folder; true: the default one. */
  readonly localApp?: string | true;
}

/** @throws OpsError for options that contradict each other, or a URL that is not safe */
export async function openDestination(context: OpsContext, options: DestinationOptions): Promise<Destination> {
  const { print, forward, localApp } = options;
  if ([print, forward, localApp].filter((one) => one !== undefined).length > 1)
    throw new OpsError('wrong-usage', 'Choose one of --print, --forward and --local-app.');
  if (forward !== undefined) return toServer(forward);
  if (localApp !== undefined) return toLocalApp(context, localApp === true ? defaultDataFolder : localApp);
  return {
    about: 'to this terminal',
    prints: true,
    take: async (body) => {
      context.io.out(body);
      return { isTaken: true, detail: '' };
    },
  };
}

const ofThisMachine = /^(?:localhost|127(?:\.\d{1,3}){3}|\[::1\])$/;

function toServer(text: string): Destination {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url === undefined || !['http:', 'https:'].includes(url.protocol))
    throw new OpsError('wrong-usage', '--forward takes a URL: http://127.0.0.1:3000/events.');
  if (url.protocol === 'http:' && !ofThisMachine.test(url.hostname))
    throw new OpsError('wrong-usage', '--forward sends messages of real people: use https to reach another machine.');
  if (url.username !== '' || url.password !== '')
    throw new OpsError('wrong-usage', '--forward takes a URL without user name and password.');
  return {
    // A query may contain a token.
    about: `to ${url.origin}${url.pathname}`,
    prints: false,
    take: async (body) => {
      const answer = await postJson(url.href, body).catch(causeOf);
      const isTaken = typeof answer === 'number' && answer >= 200 && answer < 300;
      return { isTaken, detail: String(answer) };
    },
  };
}

/** Publishes each event on the bus of the local cloud, where its rules take it. EventBridge's own `id` is new there. */
async function toLocalApp(context: OpsContext, dataFolder: string): Promise<Destination> {
  const access = accessOf({ local: true, data: dataFolder }, context.io);
  if (access.clientOptions.endpoint === context.access.clientOptions.endpoint)
    throw new OpsError(
      'wrong-usage',
      '--local-app names the local cloud that it listens to: its own events would come back.',
    );
  const clients = createClients(access.clientOptions);
  const EventBusName = (await readStack(clients, access)).output('EventBusName');
  const { client, sdk } = await clients.eventBridge();
  const place = { dataFolder, profile: undefined };
  return {
    about: `to the rules of the local cloud in ${resolve(context.io.directory, dataFolder)}`,
    prints: false,
    take: async (body) => {
      try {
        const command = new sdk.PutEventsCommand({ Entries: [{ EventBusName, ...entryOf(body) }] });
        const { Entries: [answer] = [] } = await client.send(command);
        return answer?.EventId === undefined
          ? { isTaken: false, detail: answer?.ErrorCode ?? 'no answer' }
          : { isTaken: true, detail: 'published' };
      } catch (error) {
        return { isTaken: false, detail: explainError(error, place) };
      }
    },
  };
}

/** As it was published: `detail` unchanged, its time, its resources. */
function entryOf(body: string) {
  const value = parseJson(body);
  const { source, time, resources, 'detail-type': detailType } = isRecord(value) ? value : {};
  const at = new Date(String(time));
  return {
    Source: String(source),
    DetailType: String(detailType),
    Detail: memberText(body, 'detail') ?? '{}',
    Resources: Array.isArray(resources) ? resources.map(String) : [],
    ...(Number.isNaN(at.getTime()) ? {} : { Time: at }),
  };
}
