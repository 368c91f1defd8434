import { join } from 'node:path';
import { LocalCloud } from '@vibes-callbacks/local-cloud';
import { chooseStack } from './choose-stack';
import type { ConsoleOutput } from './console-output';
import { EventForwarder, type Forwarded } from './forward-events';
import { openFunctionLog, readFunctionLine } from './function-line';
import type { Inbox } from './inbox/inbox';
import type { CliOptions } from './options';
import { readPublished } from './published-callback';
import { StackOwner } from './stack-owner';
import { warmUpRequests } from './warm-up-requests';
import { writeJson } from './write-json';

/** Starts it, and has the terminal and the inbox told of all that comes of it. */
export async function startCloud(
  options: CliOptions,
  folder: { readonly dataDir: string; readonly origin: string; readonly assemblyDirectory: string },
  output: ConsoleOutput,
  inbox: Inbox,
): Promise<LocalCloud> {
  const { username, password, rbmSecret } = options;
  const write = openFunctionLog(folder.dataDir);
  const { forward: url } = options;
  const onOutcome = (forwarded: Forwarded) => {
    output.forwarded(forwarded);
    inbox.forwarded(forwarded);
  };
  const forwarder = url === undefined ? undefined : new EventForwarder({ url, onOutcome });
  let outputs: () => Readonly<Record<string, string>> = () => ({});
  return LocalCloud.start({
    cloudwatch: { minuteMs: options.minute * 1000, onChange: (changes) => output.alarmsChanged(changes) },
    ...folder,
    chooseStack: chooseStack(options.stack),
    prepare: (access) => {
      outputs = () => access.deployment().outputs();
      return new StackOwner(access).begin({
        credentials: {
          ...(username === undefined ? {} : { username }),
          ...(password === undefined ? {} : { password }),
        },
        ...(rbmSecret === undefined ? {} : { rbmSecret }),
        onCredentials: (credentials) => writeJson(join(folder.dataDir, 'credentials.json'), credentials),
      });
    },
    warmUpRequests: (access) => warmUpRequests(new StackOwner(access)),
    onLine: (line, logGroupName) => {
      write(line);
      const { IngestLogGroupName, ConsumerLogGroupName } = outputs();
      const isOfCallbacks = [IngestLogGroupName, ConsumerLogGroupName].includes(logGroupName);
      const told = readFunctionLine(line, isOfCallbacks);
      if (told === undefined) return;
      output.functionLine(told);
      inbox.functionLine(told);
    },
    onReceive: (received) => inbox.received(received),
    onFunctionError: (received, error) => inbox.crashed(received, error),
    onDenied: (denial) => output.denied(denial),
    onEvent: (event) => {
      const published = readPublished(event.json);
      if (published !== undefined) {
        output.published(published);
        inbox.published(published);
      }
      forwarder?.take(event, published);
    },
    onDelivery: (outcome) => {
      output.delivered(outcome);
      inbox.delivered(outcome);
    },
    onError: (error) => output.complain(error),
  });
}
