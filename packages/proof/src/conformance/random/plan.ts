import type { FaultMode } from '@vibes-callbacks/local-cloud';
import type { AskedFault } from '../../simulator/local-cloud-process';
import type { Random } from '../../vibes/random';
import { createSubject, families, firstWriting, type RequestDraft, type Subject, type Writing } from './drafts';
import { createMalformed } from './malformed';
import type { Asked } from './model';

/** How a request is sent. */
export interface Manner {
  readonly signature: 'right' | 'wrong' | 'none';
  readonly certificate: 'right' | 'wrong' | 'none';
  readonly password: 'newest' | 'previous' | 'wrong';
  /** From an address that the policy does not let in. */
  readonly isStranger: boolean;
  /** The caller chooses what the gateway would make. */
  readonly requestId: string | null;
}

export interface PlannedSend {
  readonly number: number;
  readonly draft: RequestDraft;
  readonly manner: Manner;
  /** For a person. */
  readonly what: string;
}

/** What is done at once, or while callbacks are sent. */
export type RandomAction =
  | { readonly do: 'fault'; readonly fault: AskedFault }
  | { readonly do: 'clear-faults' }
  | { readonly do: 'kill'; readonly afterMs: number }
  | { readonly do: 'deploy'; readonly asked: Asked; readonly afterMs: number };

export type RandomStep =
  | { readonly do: 'send'; readonly sends: readonly PlannedSend[]; readonly meanwhile?: RandomAction }
  /** S3's notifications of these are lost: the queue is down for them, and what arrives instead is deleted. */
  | { readonly do: 'lose-notifications'; readonly sends: readonly PlannedSend[] }
  | { readonly do: 'rotate'; readonly password: string }
  | { readonly do: 'retire' | 'sweep' | 'redrive' }
  /** An operator vouches for what was kept of an earlier request. */
  | { readonly do: 'reprocess'; readonly send: PlannedSend };

const stepWeights = {
  send: 60,
  fault: 12,
  kill: 3,
  deploy: 5,
  lose: 9,
  rotate: 1.5,
  retire: 1,
  sweep: 4,
  redrive: 2,
  reprocess: 2,
};

/** What the stack asks of callers at the beginning of a run. */
export const firstAsked: Asked = { signature: true, certificate: false };

/** How many callbacks may be sent again: a correction follows soon. */
const remembered = 25;

/** A callback that was sent, as it was sent last. */
interface KnownCallback {
  readonly subject: Subject;
  writing: Writing;
  manner: Manner;
}

/** The steps of a seed, one after the other. They depend on nothing that happens. */
export class Plan {
  readonly #known: KnownCallback[] = [];
  readonly #unproven: PlannedSend[] = [];
  #asked: Asked = firstAsked;
  #sends = 0;

  constructor(private readonly random: Random) {}

  next(): RandomStep {
    const { random } = this;
    const choice = random.weighted(stepWeights);
    switch (choice) {
      case 'fault':
        return { ...this.#burst(), meanwhile: { do: 'fault', fault: aFault(random) } };
      case 'kill':
        return { ...this.#burst(), meanwhile: { do: 'kill', afterMs: random.int(0, 600) } };
      case 'deploy':
        this.#asked = random.chance(0.5)
          ? { ...this.#asked, signature: !this.#asked.signature }
          : { ...this.#asked, certificate: !this.#asked.certificate };
        return { ...this.#burst(), meanwhile: { do: 'deploy', asked: this.#asked, afterMs: random.int(0, 300) } };
      case 'lose':
        return { do: 'lose-notifications', sends: this.#sendsOf(random.int(2, 5), 0.7) };
      case 'rotate':
        return { do: 'rotate', password: random.hex(32) };
      case 'reprocess': {
        const send = this.#unproven[random.int(0, Math.max(0, this.#unproven.length - 1))];
        return send === undefined ? this.#burst() : { do: 'reprocess', send };
      }
      case 'retire':
      case 'sweep':
      case 'redrive':
        return { do: choice };
      case 'send':
        return random.chance(0.15) ? { ...this.#burst(), meanwhile: { do: 'clear-faults' } } : this.#burst();
      default:
        return choice satisfies never;
    }
  }

  #burst(): Extract<RandomStep, { do: 'send' }> {
    return { do: 'send', sends: this.#sendsOf(this.random.int(3, 14), 0.4) };
  }

  /** @param again the share of callbacks that were sent before */
  #sendsOf(count: number, again: number): readonly PlannedSend[] {
    return Array.from({ length: count }, () => {
      const { random } = this;
      const isAgain = this.#known.length > 0 && random.chance(again);
      if (isAgain) return this.#again();
      return random.chance(0.12) ? this.#malformed() : this.#first();
    });
  }

  #malformed(): PlannedSend {
    const manner = this.#manner();
    const draft = createMalformed(this.random);
    const reason = draft.says.as === 'unrecognized' ? draft.says.reason : '';
    return this.#planned(draft, manner, `${reason} to ${draft.path}`);
  }

  #first(): PlannedSend {
    const { random } = this;
    const subject = createSubject(random, random.pick(families));
    const known = { subject, writing: firstWriting, manner: this.#manner() };
    // What Vibes sends wrongly it corrects and sends again.
    if (random.chance(0.35)) Object.assign(known, this.#wrong(known));
    this.#known.push(known);
    if (this.#known.length > remembered) this.#known.shift();
    return this.#sendOf(known);
  }

  #wrong({ subject: { family }, writing, manner }: KnownCallback) {
    const { random } = this;
    if (family === 'rbm') return { writing, manner: { ...manner, signature: random.pick(['none', 'wrong']) } as const };
    const isMessage = family === 'mo' || family === 'deliver';
    if (family === 'platform' || family === 'mms' || (!isMessage && random.chance(0.5)))
      return { writing, manner: { ...manner, certificate: random.pick(['wrong', 'none']) } as const };
    if (isMessage && random.chance(0.3)) return { writing: { ...writing, elsewhere: true }, manner };
    if (isMessage && random.chance(0.1)) return { writing, manner: { ...manner, password: 'wrong' as const } };
    return { writing: { ...writing, charset: 'unsaid' as const }, manner };
  }

  /** One of the last: a retry, the same bytes, corrected, or with other content. */
  #again(): PlannedSend {
    const { random } = this;
    const known = this.#known[random.int(0, this.#known.length - 1)];
    if (known === undefined) return this.#first();
    known.manner = { ...known.manner, isStranger: false };
    const { writing, manner } = known;
    const { signature, certificate, password } = manner;
    const isUnproven = signature !== 'right' || certificate !== 'right' || password === 'wrong';
    const isWrong = isUnproven || writing.charset === 'unsaid' || writing.elsewhere;
    const how =
      isWrong && random.chance(0.8) ? 'corrected' : random.weighted({ retry: 4, same: 2, visible: 1, hidden: 2 });
    if (how === 'corrected') {
      const charset = writing.charset === 'unsaid' ? 'latin1' : writing.charset;
      known.writing = { ...writing, charset, elsewhere: false, attempt: writing.attempt + random.int(0, 1) };
      known.manner = this.#manner();
    }
    if (how === 'retry') known.writing = { ...writing, attempt: writing.attempt + 1 };
    if (how === 'visible') known.writing = { ...writing, visible: random.int(0, 2) };
    if (how === 'hidden') known.writing = { ...writing, hidden: random.int(0, 2) };
    return this.#sendOf(known);
  }

  #sendOf({ subject, writing, manner }: KnownCallback): PlannedSend {
    const { attempt, visible, hidden, charset, elsewhere } = writing;
    const draft = subject.write(writing);
    const details = [
      `attempt ${attempt}`,
      `content ${visible}.${hidden}`,
      ...(subject.isLarge ? ['large'] : []),
      ...(charset === 'utf-8' ? [] : [charset === 'unsaid' ? 'Latin-1 without charset' : 'Latin-1']),
      ...(subject.family === 'rbm' ? [`signature ${manner.signature}`] : []),
      ...(manner.certificate === 'right' ? [] : [`certificate ${manner.certificate}`]),
      ...(elsewhere ? ['by /sms/receipt'] : []),
      ...(draft.path === '/sms/mo' ? [`password ${manner.password}`] : []),
    ];
    const send = this.#planned(draft, manner, `${subject.name}: ${details.join(', ')}`);
    const isUnproven = {
      signature: manner.signature !== 'right',
      certificate: manner.certificate !== 'right',
      password: elsewhere,
    }[draft.needs];
    if (isUnproven) this.#unproven.push(send);
    if (this.#unproven.length > remembered) this.#unproven.shift();
    return send;
  }

  #planned(draft: RequestDraft, manner: Manner, what: string): PlannedSend {
    this.#sends += 1;
    const more = [
      ...(manner.requestId === null ? [] : [`request id ${manner.requestId}`]),
      ...(manner.isStranger ? ['from an unknown address'] : []),
    ];
    return { number: this.#sends, draft, manner, what: [what, ...more].join(', ') };
  }

  #manner(): Manner {
    const { random } = this;
    return {
      signature: 'right',
      certificate: 'right',
      password: random.chance(0.1) ? 'previous' : 'newest',
      isStranger: random.chance(0.02),
      requestId: random.chance(0.3) ? `CHOSEN-${random.int(1, 6)}` : null,
    };
  }
}

const actions: Readonly<Record<string, readonly [string, ...string[]]>> = {
  sqs: ['SendMessage', 'ChangeMessageVisibility'],
  s3: ['PutObject', 'GetObject'],
  dynamodb: ['PutItem', 'UpdateItem', 'BatchWriteItem', 'GetItem'],
  events: ['PutEvents'],
  secretsmanager: ['GetSecretValue'],
};

const modes: readonly [FaultMode, ...FaultMode[]] = [
  'error',
  'throttle',
  'timeout',
  'slow',
  'late',
  'crash-before',
  'crash-after',
  'partial',
];

function aFault(random: Random): AskedFault {
  if (random.chance(0.25)) {
    const mode = random.pick(['crash', 'error', 'throttle', 'slow'] as const);
    const target = random.pick(['ingest', 'consumer'] as const);
    return { service: 'lambda', function: target, mode, count: random.int(1, 4), delayMs: random.int(0, 400) };
  }
  const service = random.pick(['sqs', 's3', 'dynamodb', 'events', 'secretsmanager']);
  const action = random.pick(actions[service] ?? ['']);
  const delayMs = random.pick([250, 900, 2_100]);
  const limit = random.chance(0.5) ? { count: random.int(1, 8) } : { seconds: random.int(1, 6) };
  return { service, action, mode: random.pick(modes), delayMs, rate: random.pick([0.3, 1]), ...limit };
}
