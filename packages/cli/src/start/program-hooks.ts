import { join } from 'node:path';
import { type Program, writeJson } from '@vibes-callbacks/local-cloud/run';
import { plainOutputs } from '../reads/plain-outputs';
import type { ConsoleOutput } from './console-output';
import { EventForwarder, type Forwarded } from './forward-events';
import { readFunctionLine } from './function-line';
import type { Inbox } from './inbox/inbox';
import type { CliOptions } from './options';
import { readEvidence, readPublished } from './published-callback';
import { StackOwner } from './stack-owner';
import { warmUpRequests } from './warm-up-requests';

/** Sets the stack's secrets, and shows on the terminal and in the inbox what happens in the stack. */
export function programHooks(options: CliOptions, dataDir: string, output: ConsoleOutput, inbox: Inbox): Program {
  const { username, password, rbmSecret, forward: url } = options;
  const onOutcome = (forwarded: Forwarded) => {
    output.forwarded(forwarded);
    inbox.forwarded(forwarded);
  };
  const forwarder = url === undefined ? undefined : new EventForwarder({ url, onOutcome });
  let outputs: () => Readonly<Record<string, string>> = () => ({});
  return {
    say: (line) => output.print(line),
    prepare: (access) => {
      outputs = () => plainOutputs(access.deployment().outputs());
      return new StackOwner(access).begin({
        credentials: {
          ...(username === undefined ? {} : { username }),
          ...(password === undefined ? {} : { password }),
        },
        ...(rbmSecret === undefined ? {} : { rbmSecret }),
        onCredentials: (credentials) => writeJson(join(dataDir, 'credentials.json'), credentials),
      });
    },
    warmUpRequests: (access) => warmUpRequests(new StackOwner(access)),
    onAlarms: (changes) => output.alarmsChanged(changes),
    onAnswer: (answer, exchange) => {
      output.answered(answer);
      inbox.answered(answer, exchange);
    },
    onLine: (line, logGroupName) => {
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
      inbox.outcomeMade(readEvidence(event.json) ?? []);
      // What is sent to one subscription again was forwarded the first time.
      const bus = outputs().RedeliveryBusName;
      if (bus === undefined || !event.busArn.endsWith(`/${bus}`)) forwarder?.take(event, published);
    },
    onDelivery: (outcome) => {
      output.delivered(outcome);
      inbox.delivered(outcome);
    },
    onError: (error) => output.complain(error),
  };
}
