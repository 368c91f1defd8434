import type { AlarmChange, Answered, DeliveryOutcome, Denial } from '@vibes-callbacks/local-cloud';
import { printableLines } from '@vibes-callbacks/local-cloud/text';
import type { Paint } from '../frame/paint';
import { isStored } from '../reads/ingest-answers';
import { alarmLines } from './alarm-lines';
import { answerLine, deadLettersLine, deliveryLine, forwardLine, outcomeLine, waitingLine } from './callback-lines';
import type { Forwarded } from './forward-events';
import type { FunctionLine } from './function-line';
import { type CallbackIds, vibesIdOf } from './published-callback';
import { RecentMap } from './recent-map';

/** A callback that is published within this time gets only that line. */
const waitsAfterMs = 3000;

/** How long the line of a refusal waits for what ingest logged about it. */
const causeWithinMs = 50;

/** How long the lines of an event's targets wait for the line of its callback. */
const ownLineWithinMs = 500;

interface Out {
  write(text: string): void;
}

/** What the terminal shows: a line for each callback and each target, and what goes wrong, each kind of denial once. */
export class ConsoleOutput {
  readonly #denials = new Set<string>();
  /** By request id: what ingest logged about a 503, and what was stored and not yet published. */
  readonly #causes = new RecentMap<string>();
  readonly #stored = new RecentMap<{ readonly route: string; readonly sinceMs: number; told: boolean }>();
  /** By the id of an event, ours and EventBridge's. */
  readonly #ids = new RecentMap<CallbackIds>();
  /** By our id of an event: what its targets did before the line of the callback itself came. */
  readonly #held = new Map<string, (() => void)[]>();
  #deadLetters = 0;

  constructor(
    private readonly paint: Paint,
    /** What an operator's command needs to ask this local cloud. */
    private readonly place: string,
    private readonly stdout: Out = process.stdout,
    private readonly stderr: Out = process.stderr,
    private readonly now: () => Date = () => new Date(),
  ) {}

  print(text: string | undefined): void {
    if (text !== undefined) this.#write(printableLines(text));
  }

  answered(answer: Answered): void {
    const show = () => this.#tell(answerLine(answer, this.#causes.get(answer.requestId), this.paint));
    // Ingest's log comes through another pipe.
    if (answer.status === 401 || answer.status >= 500) setTimeout(show, causeWithinMs);
    else show();
  }

  /** Skips what the user's own functions log: the target's line reports them. */
  functionLine({ entry, isOfCallbacks }: FunctionLine): void {
    if (!isOfCallbacks) return;
    const requestId = String(entry.requestId);
    if (isStored(entry.code)) {
      this.#stored.set(requestId, { route: String(entry.route), sinceMs: this.now().getTime(), told: false });
    } else if (typeof entry.cause === 'string' && entry.route !== undefined) {
      this.#causes.set(requestId, `${String(entry.code)}: ${entry.cause}`);
    } else if (entry.code !== 'RecordFailed' && entry.code !== 'Retried') this.#stored.delete(requestId);
    const identity = typeof entry.identity === 'string' ? entry.identity : undefined;
    // An earlier run may have published it.
    const vibesId = this.#ids.get(String(entry.eventId))?.vibesId ?? vibesIdOf(identity);
    this.#tell(outcomeLine(entry, vibesId, this.paint));
    this.#release(String(entry.eventId));
  }

  /** So that later lines can name Vibes' id. */
  published(ids: CallbackIds): void {
    this.#ids.set(ids.callbackId, ids);
    this.#ids.set(ids.eventId, ids);
    // The consumer logs when its whole batch is done.
    this.#held.set(ids.callbackId, []);
    setTimeout(() => this.#release(ids.callbackId), ownLineWithinMs);
  }

  delivered(outcome: DeliveryOutcome): void {
    this.#tellAfterCallback(this.#ids.get(outcome.eventId), (ids) => deliveryLine(outcome, ids, this.paint));
  }

  forwarded(forwarded: Forwarded): void {
    this.#tellAfterCallback(forwarded.ids, (ids) => forwardLine(forwarded, ids, this.paint));
  }

  #tellAfterCallback(ids: CallbackIds | undefined, lineOf: (ids: readonly (string | undefined)[]) => string): void {
    const tell = () => this.#tell(lineOf([ids?.vibesId, ids?.requestId]));
    const held = this.#held.get(ids?.callbackId ?? '');
    if (held === undefined) tell();
    else held.push(tell);
  }

  #release(callbackId: string): void {
    const held = this.#held.get(callbackId) ?? [];
    this.#held.delete(callbackId);
    for (const tell of held) tell();
  }

  /** Checked at intervals. */
  levels(
    { deadLetterQueue: { visible } }: { readonly deadLetterQueue: { readonly visible: number } },
    listCommand: string,
  ): void {
    if (visible > this.#deadLetters) this.#tell(deadLettersLine(visible, listCommand, this.paint));
    this.#deadLetters = visible;
    const nowMs = this.now().getTime();
    for (const [requestId, one] of this.#stored.entries()) {
      if (one.told || nowMs - one.sinceMs < waitsAfterMs) continue;
      one.told = true;
      this.#tell(waitingLine(one.route, requestId, this.paint));
    }
  }

  alarmsChanged(changes: readonly AlarmChange[]): void {
    for (const line of alarmLines(changes, this.paint, this.place)) this.#write(line);
  }

  denied({ roleLogicalId, action, resource }: Denial): void {
    const sentence = `AccessDenied: no policy of the template lets ${roleLogicalId} call ${action} on ${resource}`;
    if (this.#denials.has(sentence)) return;
    this.#denials.add(sentence);
    this.stderr.write(`${this.paint.bad(sentence)}\n`);
  }

  complain(error: unknown): void {
    const text = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
    // A child's error may have several lines.
    const lines = text.split(/\r?\n/).map((line) => this.paint.bad(line));
    this.stderr.write(`${lines.join('\n')}\n`);
  }

  #write(line: string): void {
    this.stdout.write(`${line}\n`);
  }

  #tell(line: string | undefined): void {
    if (line !== undefined) this.#write(`${this.paint.dim(this.now().toTimeString().slice(0, 8))}  ${line}`);
  }
}
