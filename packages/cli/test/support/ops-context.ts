import { type CommonOptions, createContext, type OpsContext } from '../../src/frame/context';
import type { Io } from '../../src/frame/io';
import { OpsError } from '../../src/frame/ops-error';
import type { Clients } from '../../src/reads/clients';
import type { DeployedStack } from '../../src/reads/stack';

type Input = Readonly<Record<string, unknown>>;

/** Answers by operation name. A list has one answer for each call; an error is thrown. */
export type OpsAnswers = Readonly<Record<string, readonly unknown[] | ((input: Input) => unknown)>>;

export interface OpsGiven {
  readonly answers?: OpsAnswers;
  /** The stack's outputs; it has no others. */
  readonly outputs?: Readonly<Record<string, string>>;
  readonly nowMs?: number;
  readonly io?: Partial<Io>;
  readonly options?: CommonOptions;
  /** Differences from the usual context. */
  readonly stack?: Partial<DeployedStack>;
}

const packages = {
  apiGateway: () => import('@aws-sdk/client-api-gateway'),
  cloudFormation: () => import('@aws-sdk/client-cloudformation'),
  cloudWatch: () => import('@aws-sdk/client-cloudwatch'),
  dynamoDb: () => import('@aws-sdk/client-dynamodb'),
  eventBridge: () => import('@aws-sdk/client-eventbridge'),
  lambda: () => import('@aws-sdk/client-lambda'),
  logs: () => import('@aws-sdk/client-cloudwatch-logs'),
  s3: () => import('@aws-sdk/client-s3'),
  secretsManager: () => import('@aws-sdk/client-secrets-manager'),
  sns: () => import('@aws-sdk/client-sns'),
  sqs: () => import('@aws-sdk/client-sqs'),
  sts: () => import('@aws-sdk/client-sts'),
} satisfies Record<keyof Clients, () => Promise<unknown>>;

/** An operator's context whose AWS gives the prepared answers, and fails on every other call. */
export function givenOps({ answers = {}, outputs = {}, nowMs = 0, io, options = {}, stack }: OpsGiven = {}) {
  const calls: { readonly name: string; readonly input: Input }[] = [];
  const notes: string[] = [];
  const out: string[] = [];
  const left = new Map<string, unknown[] | ((input: Input) => unknown)>();
  for (const [name, some] of Object.entries(answers)) left.set(name, typeof some === 'function' ? some : [...some]);
  const send = async (command: { readonly constructor: { readonly name: string }; readonly input: Input }) => {
    const name = command.constructor.name.replace(/Command$/, '');
    calls.push({ name, input: command.input });
    const prepared = left.get(name);
    const isUsedUp = prepared === undefined || (Array.isArray(prepared) && prepared.length === 0);
    if (isUsedUp) throw new Error(`${name} was not expected: ${JSON.stringify(command.input)}`);
    const answer: unknown = typeof prepared === 'function' ? prepared(command.input) : prepared.shift();
    if (answer instanceof Error) throw answer;
    return answer;
  };
  const clients: Clients = Object.assign(
    Object.create(null),
    Object.fromEntries(
      Object.entries(packages).map(([name, load]) => [name, async () => ({ sdk: await load(), client: { send } })]),
    ),
  );
  const deployed: DeployedStack = {
    name: 'VibesCallbacks',
    status: 'UPDATE_COMPLETE',
    outputs,
    optional: (name) => outputs[name],
    output: (name) => {
      const value = outputs[name];
      if (value === undefined) throw new OpsError('output-missing', `The stack has no output ${name}.`);
      return value;
    },
    ...stack,
  };
  const context: OpsContext = {
    ...createContext(
      options,
      {
        out: (text) => void out.push(text),
        err: (text) => void notes.push(text),
        env: {},
        directory: '/nowhere',
        isInteractive: false,
        isTerminal: false,
        columns: 80,
        now: () => nowMs,
        pause: async () => undefined,
        confirm: async () => {
          throw new Error('nobody was to be asked');
        },
        askSecret: async () => {
          throw new Error('nobody was to be asked');
        },
        interrupted: new AbortController().signal,
        ...io,
      },
      // Sentences as the source has them: command-line.test.ts shows what becomes of them.
      { commandLine: (words) => words, typed: (sentence) => sentence },
    ),
    clients,
    stack: async () => deployed,
  };
  const named = (wanted: string) => calls.filter(({ name }) => name === wanted).map(({ input }) => input);
  return { context, stack: deployed, calls, named, notes, out };
}

/** An error as AWS' clients throw it. */
export function awsFailure(name: string, message = name): Error {
  return Object.assign(new Error(message), { name });
}
