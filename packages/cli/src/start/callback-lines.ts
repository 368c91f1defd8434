import type { Answered, DeliveryOutcome } from '@vibes-callbacks/local-cloud';
import { counted, printable } from '@vibes-callbacks/local-cloud/text';
import type { Paint } from '../frame/paint';
import type { Forwarded } from './forward-events';

/** What a status other than 200 means; the body and the headers of a callback are never shown. */
const refusals: Readonly<Record<number, string>> = {
  401: 'no or wrong credentials',
  403: "not from one of Vibes' addresses",
};

/** Why a request was not kept, by the status of its answer. */
export function refusalOf(status: number): string {
  return refusals[status] ?? (status >= 500 ? 'not kept: Vibes sends it again' : 'not kept');
}

/** One line on the terminal, without its time. */
interface Line {
  /** The status that Vibes got, or an arrow to a target. */
  readonly mark: string;
  readonly what: string;
  readonly outcome: string;
  /** Ids to search for: Vibes' own, if it is known, and the request's. */
  readonly ids: readonly (string | undefined)[];
}

/**
 * The line of a request that did not become a callback, printed at once. A kept one gets its line when it is published.
 * @param cause what ingest logged about it, if anything
 */
export function answerLine(
  answer: Omit<Answered, 'errorMetric'>,
  cause: string | undefined,
  paint: Paint,
): string | undefined {
  const { status, method, route, requestId } = answer;
  const isLook = method === 'GET' || method === 'HEAD';
  if (status === 200 && !isLook) return undefined;
  const paintStatus = status === 200 ? paint.good : paint.bad;
  const meaning = status === 200 ? 'nothing kept: callbacks are posted' : refusalOf(status);
  const outcome = cause === undefined ? meaning : `${meaning} (${cause})`;
  return render({ mark: paintStatus(String(status)), what: `${method} ${route}`, outcome, ids: [requestId] }, paint);
}

/** Stored, but not published after a while. */
export function waitingLine(route: string, requestId: string, paint: Paint): string {
  return render(
    { mark: paint.good('200'), what: route, outcome: paint.warn('waiting in the queue'), ids: [requestId] },
    paint,
  );
}

/**
 * Callbacks that have used up their attempts.
 * @param listCommand what shows them: `npm run ops -- dead list --local`
 */
export function deadLettersLine(count: number, listCommand: string, paint: Paint): string {
  return paint.bad(`${counted(count, 'callback')} in the dead-letter queue: ${listCommand} shows why`);
}

/** The line of a callback, from what a function logged about it; undefined for any other entry. */
export function outcomeLine(
  entry: Readonly<Record<string, unknown>>,
  vibesId: string | undefined,
  paint: Paint,
): string | undefined {
  const id = String(entry.requestId ?? entry.messageId ?? '');
  const kind = entry.code === 'OverflowUsed' ? String(entry.route) : 'Callback';
  const what = typeof entry.detailType === 'string' ? entry.detailType : kind;
  const outcome = outcomeOf(entry, paint);
  if (outcome === undefined) return undefined;
  return render({ mark: paint.good('200'), what, outcome, ids: [vibesId, id] }, paint);
}

function outcomeOf({ code, reason, cause, step, repeated }: Record<string, unknown>, paint: Paint): string | undefined {
  switch (code) {
    case 'Published':
      if (typeof reason === 'string') return paint.warn(`kept as unrecognized: ${reason}`);
      return paint.good(repeated === true ? 'published (perhaps again)' : 'published');
    case 'DuplicateDropped':
      return paint.dim('seen before: no second event');
    case 'RecordFailed':
      return paint.bad(`goes back to the queue: ${String(step)} ${String(cause)}`);
    case 'OverflowUsed':
      return paint.warn('stored in S3: SQS did not accept it');
    default:
      return undefined;
  }
}

/** How far an event got, in a word, and its color. */
const steps = {
  delivered: ['delivered', 'good'],
  failed: ['', 'bad'],
  retried: ['will be retried', 'warn'],
  'function-retried': ['will be retried', 'warn'],
  'dead-lettered': ['in its dead-letter queue', 'bad'],
  'dead-letter-failed': ['LOST', 'bad'],
  dropped: ['LOST', 'bad'],
} as const satisfies Record<DeliveryOutcome['step'], readonly [string, keyof Paint]>;

/** The line of an event on its way to a target. */
export function deliveryLine(
  { ruleName, targetArn, step, detail }: DeliveryOutcome,
  ids: readonly (string | undefined)[],
  paint: Paint,
): string {
  const [word, colour] = steps[step];
  const target = printable(targetArn.split(':').at(-1) ?? targetArn);
  const said = [word, firstLine(detail)].filter((text) => text !== '').join(': ');
  return render({ mark: '  →', what: ruleName, outcome: `${target} ${paint[colour](said)}`, ids }, paint);
}

/** An error as one line; `functions.log` has all of it. */
function firstLine(text: string): string {
  return text.split(/\r?\n/, 1)[0] ?? '';
}

const forwards = {
  taken: ['taken', 'good'],
  'tried-again': ['will be retried', 'warn'],
  'given-up': ['GIVEN UP', 'bad'],
} as const satisfies Record<Forwarded['outcome'], readonly [string, keyof Paint]>;

/** The line of an event on its way to the developer's own server. */
export function forwardLine(
  { outcome, detail }: Forwarded,
  ids: readonly (string | undefined)[],
  paint: Paint,
): string {
  const [word, colour] = forwards[outcome];
  return render({ mark: '  →', what: 'forward', outcome: paint[colour](`${word}: ${detail}`), ids }, paint);
}

function render({ mark, what, outcome, ids }: Line, paint: Paint): string {
  const known = ids.filter((id) => id !== undefined && id !== '');
  return `${mark}  ${printable(what).padEnd(22)} ${outcome}  ${paint.dim(known.join(' '))}`;
}
