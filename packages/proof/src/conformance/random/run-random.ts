import { createHash, randomBytes } from 'node:crypto';
import http from 'node:http';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { realTime } from '../../simulator/clock';
import { drain } from '../../simulator/drain';
import { createGate } from '../../simulator/gate';
import { createRandom } from '../../vibes/random';
import { checkEvents, readCheckedEvents, type Violation } from './check-events';
import { type Asked, type Brought, type Meaning, meaningOf, Passwords, type SentRequest, wrongAnswer } from './model';
import { firstAsked, Plan, type PlannedSend, type RandomAction, type RandomStep } from './plan';
import { RandomCloud } from './random-cloud';
import { emptyTally, type RandomReport, type Tally } from './random-report';
import { send } from './send';

export interface RandomOptions {
  readonly minutes: number;
  readonly seed: number;
  readonly say: (line: string) => void;
  /** A line of the cloud's own output. */
  readonly onLine?: (line: string) => void;
  readonly interrupted: AbortSignal;
}

/** Runs the steps of a seed for this many minutes, lets the cloud settle, and checks every callback that was answered 200. */
export async function runRandom(options: RandomOptions): Promise<RandomReport> {
  const secrets = { rbmSecret: randomBytes(16).toString('hex'), password: randomBytes(16).toString('hex') };
  const { onLine = () => undefined, interrupted } = options;
  const cloud = new RandomCloud({ ...secrets, onLine, interrupted });
  let keptIn: string | undefined;
  try {
    const run = new RandomRun(cloud, secrets, options);
    await Promise.race([run.work(), ended(interrupted)]);
    const report = run.report();
    if (report.violations.length > 0) keptIn = join(keptFolder, `seed-${options.seed}`);
    return { ...report, ...(keptIn !== undefined && { keptIn }) };
  } finally {
    await cloud.close(keptIn);
  }
}

/** Data of runs that found something. */
const keptFolder = join(__dirname, '..', '..', '..', '..', '..', '.build', 'conformance-random');

async function ended(signal: AbortSignal): Promise<void> {
  if (signal.aborted) return;
  await new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }));
}

/** Waits while the queue is longer than this: a busy machine makes the run slower, but causes no violation. */
const longestQueue = 40;
/** As many as the local cloud has workers of a function. */
const widest = 6;
const drainPolicy = { patienceMs: 120_000, everyMs: 250 };
/** How often a callback that was never acknowledged is sent again at the end, on a cloud without faults. */
const lastAttempts = 5;
const longestResendMs = 5 * 60_000;

class RandomRun {
  readonly #plan: Plan;
  readonly #passwords: Passwords;
  readonly #agent = new http.Agent({ keepAlive: true, maxSockets: widest });
  readonly #sent: SentRequest[] = [];
  readonly #history: string[] = [];
  readonly #violations: Violation[] = [];
  readonly #unacknowledged = new Map<number, PlannedSend>();
  readonly #tally: Tally = emptyTally();
  #previousPassword: string;
  /** Both while a deployment is under way. */
  #asked: readonly Asked[] = [firstAsked];
  #step = 0;
  #isChecked = false;

  constructor(
    private readonly cloud: RandomCloud,
    private readonly secrets: { readonly rbmSecret: string; readonly password: string },
    private readonly options: RandomOptions,
  ) {
    this.#plan = new Plan(createRandom(options.seed));
    this.#passwords = new Passwords(secrets.password);
    this.#previousPassword = secrets.password;
  }

  async work(): Promise<void> {
    const { interrupted, minutes, say } = this.options;
    await this.cloud.start();
    const startedAtMs = performance.now();
    const elapsedMs = () => performance.now() - startedAtMs;
    let saidAtMs = 0;
    while (elapsedMs() < minutes * 60_000 && !interrupted.aborted) {
      this.#step += 1;
      await this.#take(this.#plan.next());
      await this.#keepUp();
      if (elapsedMs() - saidAtMs < 10_000) continue;
      saidAtMs = elapsedMs();
      say(`${Math.round(saidAtMs / 1_000)} s, step ${this.#step}: ${this.#numbers()}`);
    }
    if (interrupted.aborted) return;
    say(
      `Healing after step ${this.#step}: sends again what was never acknowledged (${this.#unacknowledged.size}), sweeps, redrives …`,
    );
    await this.#settle();
    const published = await readCheckedEvents(this.cloud.dataFolder);
    const dead = await this.cloud.deadLetters(this.#sent.map(({ sha256 }) => sha256));
    this.#violations.push(...checkEvents(this.#sent, published, dead));
    this.#tally.events = published.length;
    this.#isChecked = true;
  }

  report(): RandomReport {
    this.#agent.destroy();
    const { seed, minutes } = this.options;
    return {
      seed,
      minutes,
      steps: this.#step,
      isChecked: this.#isChecked,
      tally: this.#tally,
      violations: this.#violations.map(({ what, requests }) => ({ what, steps: this.#leadingTo(requests) })),
    };
  }

  /** Every request with these bytes, and what was done to the cloud between the first and the last of them. */
  #leadingTo(broken: readonly SentRequest[]): readonly string[] {
    const bodies = new Set(broken.map(({ sha256 }) => sha256));
    const others = this.#sent.filter((request) => bodies.has(request.sha256) && !broken.includes(request));
    const requests = [...others, ...broken];
    const steps = requests.map(({ step }) => step);
    const [first, last] = [Math.min(...steps), Math.max(...steps)];
    const sent = requests.map(({ step, what, status }) => ({ step, line: `${what}: ${status ?? 'no answer'}` }));
    const done = this.#history.map((line, step) => ({ step, line }));
    return [...sent, ...done.filter(({ step, line }) => line !== '' && step >= first && step <= last + 3)]
      .sort((one, other) => one.step - other.step)
      .map(({ step, line }) => `step ${step}: ${line}`);
  }

  #note(what: string): void {
    const before = this.#history[this.#step];
    this.#history[this.#step] = before === undefined ? what : `${before}; ${what}`;
  }

  async #take(step: RandomStep): Promise<void> {
    const { cloud } = this;
    switch (step.do) {
      case 'send':
        await Promise.all([
          this.#sendAll(step.sends),
          step.meanwhile === undefined ? undefined : this.#act(step.meanwhile),
        ]);
        return;
      case 'lose-notifications': {
        const lost = await cloud.losingNotifications(() => this.#sendAll(step.sends));
        this.#tally.lostNotifications += lost;
        this.#note(`notifications lost: ${lost}`);
        return;
      }
      case 'rotate': {
        const previous = this.#passwords.newest;
        if (!(await cloud.rotate(step.password))) return this.#note('credentials rotate refused');
        this.#passwords.rotate(step.password, performance.now());
        this.#previousPassword = previous;
        this.#tally.rotations += 1;
        return this.#note('credentials rotate');
      }
      case 'retire': {
        const done = await cloud.ops('credentials', 'retire');
        if (done) this.#passwords.retire(performance.now());
        return this.#note(`credentials retire ${done ? 'done' : 'refused'}`);
      }
      case 'sweep':
        // With a fault under way it may fail, and is tried again later.
        this.#tally.sweeps += 1;
        return this.#note((await cloud.sweep(15_000)) ? 'sweep' : 'sweep, not ended well');
      case 'redrive':
        await cloud.redrive();
        this.#tally.redrives += 1;
        return this.#note('dead letters redriven');
      case 'reprocess':
        return this.#reprocess(step.send);
      default:
        step satisfies never;
    }
  }

  async #act(action: RandomAction): Promise<void> {
    switch (action.do) {
      case 'fault':
        this.#tally.faults += 1;
        this.#note(`fault ${JSON.stringify(action.fault)}`);
        return this.cloud.addFault(action.fault);
      case 'clear-faults':
        return this.cloud.clearFaults();
      case 'kill':
        await sleep(action.afterMs);
        this.#tally.kills += 1;
        this.#note('kill -9 and start');
        return this.cloud.killAndStart();
      case 'deploy':
        await sleep(action.afterMs);
        this.#asked = [...this.#asked, action.asked];
        await this.cloud.deploy(action.asked);
        this.#asked = [action.asked];
        this.#tally.deployments += 1;
        return this.#note(`deployed, asking for ${JSON.stringify(action.asked)}`);
      default:
        action satisfies never;
    }
  }

  async #sendAll(sends: readonly PlannedSend[]): Promise<void> {
    const gate = createGate(widest);
    await Promise.all(sends.map((planned) => gate(() => this.#send(planned))));
  }

  async #send(planned: PlannedSend): Promise<number | null> {
    const { draft, manner, what } = planned;
    const isMo = draft.path === '/sms/mo';
    const password = { newest: this.#passwords.newest, previous: this.#previousPassword, wrong: 'not the password' }[
      manner.password
    ];
    const before = { asked: this.#asked, rule: this.#passwords.rule(password, performance.now()) };
    const status = await send(
      this.cloud.endpointUrl,
      planned,
      { rbmSecret: this.secrets.rbmSecret, password },
      this.#agent,
    );
    const asked = [...new Set([...before.asked, ...this.#asked])];
    const brought = {
      password: isMo,
      signature: manner.signature === 'right' && draft.path === '/rbm',
      certificate: manner.certificate === 'right',
    };
    const request = this.#requestOf(planned, brought, asked, status);
    this.#sent.push(request);
    this.#count(planned, status);
    const broken = wrongAnswer(status, { addressKnown: !manner.isStranger, password: isMo ? before.rule : null });
    if (broken !== undefined) this.#violations.push({ what: broken, requests: [{ ...request, what }] });
    return status;
  }

  #requestOf(
    { draft, manner, what }: PlannedSend,
    brought: Brought,
    asked: readonly Asked[],
    status: number | null,
  ): SentRequest {
    const meanings = asked.map((one) => meaningOf(draft.says, draft.needs, brought, one));
    return {
      step: this.#step,
      what,
      path: draft.path,
      requestId: manner.requestId,
      sha256: createHash('sha256').update(draft.body).digest('hex'),
      meanings: distinct(meanings),
      status,
    };
  }

  #count(planned: PlannedSend, status: number | null): void {
    const { family } = planned.draft;
    const counts = this.#tally.families[family] ?? { sent: 0, acknowledged: 0 };
    this.#tally.families[family] = counts;
    counts.sent += 1;
    if (status === 200) counts.acknowledged += 1;
    if (mayBeSentAgain(status)) this.#unacknowledged.set(planned.number, planned);
    this.#tally.answers[String(status ?? 'none')] = (this.#tally.answers[String(status ?? 'none')] ?? 0) + 1;
  }

  /** An operator vouches for what was kept: it is to become what it says it is. */
  async #reprocess(planned: PlannedSend): Promise<void> {
    const request = this.#requestOf(planned, { password: true, signature: true, certificate: true }, this.#asked, null);
    const events = await readCheckedEvents(this.cloud.dataFolder);
    const isUnproven = (reason: string) => /^(rbm-unverified|mo-unauthenticated|certificate-unverified)$/.test(reason);
    const event = events.find(
      ({ kept }) => kept?.sha256 === request.sha256 && kept.path === request.path && isUnproven(kept.reason),
    );
    if (event === undefined) return;
    const done = await this.cloud.ops('unrecognized', 'reprocess', '--id', event.eventId, '--vouch');
    this.#sent.push({ ...request, what: `vouched for: ${request.what}`, status: done ? 200 : null });
    this.#tally.reprocessed += 1;
  }

  /** Waits while the queues are long. */
  async #keepUp(): Promise<void> {
    for (let looks = 0; looks < 240 && !this.options.interrupted.aborted; looks += 1) {
      const { queue, retryQueue } = await this.cloud.state();
      if (queue.visible + queue.inFlight + retryQueue.visible + retryQueue.inFlight < longestQueue) return;
      await sleep(250);
    }
  }

  /** Without faults: everything pending must now complete. */
  async #settle(): Promise<void> {
    this.#step += 1;
    await this.cloud.clearFaults();
    await this.#sendUnacknowledged();
    await drain(() => this.cloud.state(), realTime, drainPolicy);
    for (let round = 0; round < 4; round += 1) {
      this.#tally.sweeps += 1;
      if (!(await this.cloud.sweep(240_000)))
        this.#violations.push({ what: 'the sweep did not end well on a healthy cloud', requests: [] });
      await this.cloud.redrive();
      const { deadLetterQueue } = await drain(() => this.cloud.state(), realTime, drainPolicy);
      if (round > 0 && deadLetterQueue.visible === 0) return;
    }
  }

  /** Vibes sends again, by hand at last: a callback that can be stored is stored. */
  async #sendUnacknowledged(): Promise<void> {
    const gate = createGate(2);
    const endsAtMs = performance.now() + longestResendMs;
    const isOver = () => this.options.interrupted.aborted || performance.now() > endsAtMs;
    for (let attempt = 1; attempt <= lastAttempts && this.#unacknowledged.size > 0; attempt += 1) {
      const again = [...this.#unacknowledged.values()];
      const send = async (planned: PlannedSend) => {
        if (!isOver() && !mayBeSentAgain(await this.#send(planned))) this.#unacknowledged.delete(planned.number);
      };
      await Promise.all(again.map((planned) => gate(() => send(planned))));
      await this.#keepUp();
    }
    if (isOver()) return this.options.say('The machine is too slow to send all of them as often as it takes.');
    for (const { number, what, manner } of this.#unacknowledged.values()) {
      const requests = this.#sent.filter(
        (request) => request.what === what || (manner.requestId !== null && request.requestId === manner.requestId),
      );
      this.#violations.push({
        what: `never stored on a healthy cloud, in ${lastAttempts} attempts: request ${number}, ${what}`,
        requests,
      });
    }
  }

  #numbers(): string {
    const { answers, kills, faults, deployments, rotations, sweeps } = this.#tally;
    const of = Object.entries(answers).map(([status, count]) => `${status}: ${count}`);
    return `sent ${this.#sent.length} (${of.join(', ')}), kills ${kills}, faults ${faults}, deployments ${deployments}, rotations ${rotations}, sweeps ${sweeps}`;
  }
}

function mayBeSentAgain(status: number | null): boolean {
  return status === null || status >= 500;
}

function distinct(meanings: readonly Meaning[]): readonly Meaning[] {
  return [...new Map(meanings.map((meaning) => [JSON.stringify(meaning), meaning] as const)).values()];
}
