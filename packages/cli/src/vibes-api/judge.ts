import { type Target, targetKey, targetText, typesOption } from './callback-types';
import { whatIsWrong } from './plan';
import type { Registration } from './registration';

export type Verdict = 'ours' | 'other-url' | 'ended' | 'ends-soon' | 'other-method' | 'duplicate';

export interface Judged {
  readonly registration: Registration;
  readonly verdict: Verdict;
}

export interface Judgment {
  readonly ok: boolean;
  readonly registrations: readonly Judged[];
  /** Types that this stack should get, and does not. */
  readonly missing: readonly string[];
  /** A sentence for each difference, with what to type. */
  readonly advice: readonly string[];
}

export interface JudgeOptions {
  /** The stack's `PlatformUrl`. */
  readonly url: string;
  readonly nowMs: number;
  /** What must be registered. @default - everything that is registered at any URL */
  readonly expected?: readonly Target[] | undefined;
}

/** Compares what is registered with what should be. A registration at another URL is fine if this stack has one too. */
export function judgeRegistrations(registered: readonly Registration[], options: JudgeOptions): Judgment {
  const seen = new Set<string>();
  const judged = registered.map((registration): Judged => {
    if (registration.url !== options.url) return { registration, verdict: 'other-url' };
    const key = targetKey(registration);
    const wrong = whatIsWrong(registration, options.nowMs);
    if (wrong !== undefined) return { registration, verdict: wrong.verdict };
    if (seen.has(key)) return { registration, verdict: 'duplicate' };
    seen.add(key);
    return { registration, verdict: 'ours' };
  });
  const wanted = options.expected ?? registered;
  const isHere = (target: Target) =>
    judged.some(
      ({ registration, verdict }) => verdict !== 'other-url' && targetKey(registration) === targetKey(target),
    );
  const absent = [...new Map(wanted.filter((one) => !isHere(one)).map((one) => [targetKey(one), one])).values()];
  const isNothing = options.expected === undefined && registered.length === 0;
  const advice = [
    ...(isNothing ? ['Nothing is registered at Vibes: "connect platform --types <list>"'] : []),
    ...absent.map((target) => absentAdvice(target, registered)),
    ...judged.flatMap((one) => adviceFor(one, options.nowMs)),
  ];
  const isFine = ({ verdict }: Judged) => verdict === 'ours' || verdict === 'other-url';
  return {
    ok: !isNothing && absent.length === 0 && judged.every(isFine),
    registrations: judged,
    missing: [...new Set(absent.map(({ type }) => type))],
    advice,
  };
}

function absentAdvice(target: Target, registered: readonly Registration[]): string {
  const elsewhere = registered.filter((one) => targetKey(one) === targetKey(target)).map(({ url }) => url);
  const type = targetText(target);
  const line = `connect platform ${typesOption(target)}`;
  return elsewhere.length === 0
    ? `${type} is not registered: "${line}"`
    : `${type} goes to ${elsewhere.join(', ')} and not to this stack: "${line}" if both should get it, "${line} --replace" to move it here`;
}

function adviceFor({ registration, verdict }: Judged, nowMs: number): readonly string[] {
  const type = targetText(registration);
  const line = `connect platform ${typesOption(registration)}`;
  switch (verdict) {
    case 'ours':
    case 'other-url':
      return [];
    case 'duplicate':
      return [`${type} is registered twice at this URL (${registration.callbackId}): "${line}"`];
    case 'ended':
    case 'ends-soon':
    case 'other-method':
      return [`${type} (${registration.callbackId}) ${whatIsWrong(registration, nowMs)?.reason ?? verdict}: "${line}"`];
    default:
      return verdict satisfies never;
  }
}
