import { counted } from '@vibes-callbacks/local-cloud/text';
import type { Envelope, Proof } from '../../../../lambda/shared/envelope';
import type { OpsContext } from '../frame/context';
import { readEnvelope } from '../reads/envelopes';
import { readKept } from '../reads/kept-request';
import { collides } from '../reads/pending-overflow';
import type { DeployedStack } from '../reads/stack';
import type { KeptCallback } from '../reads/unrecognized';

/** How this version would read a kept callback. */
export interface NextReading {
  readonly kept: KeptCallback;
  /** The event that it would become. */
  readonly eventId: string;
  /** As sent to the queue. */
  readonly envelope: Envelope;
  /** It would be the same unrecognized callback again, which the consumer drops. */
  readonly isKeptAgain: boolean;
}

/** What an operator may vouch for: the proof that was missing. */
const vouched: Readonly<Record<string, Proof>> = {
  'mo-unauthenticated': 'basic:current',
  'rbm-unverified': 'signature',
  'certificate-unverified': 'certificate',
};

export async function readAgain(
  context: OpsContext,
  stack: DeployedStack,
  kept: KeptCallback,
  vouch: boolean,
): Promise<NextReading> {
  const stored = await readKept(context, stack, kept);
  if (stored === undefined) throw new Error('its objects no longer exist');
  const proof = vouch ? vouched[kept.reason] : undefined;
  const read = await readEnvelope(context, stack, proof === undefined ? stored : { ...stored, proof });
  const isUnrecognized = read.callback.identity.family === 'unrecognized';
  const isCollision = kept.reason === 'identity-collision' && (await collides(context, stack, read));
  return {
    kept,
    eventId: read.eventId,
    // With another proof it would be kept a second time.
    envelope: isUnrecognized ? stored : read.envelope,
    isKeptAgain: isUnrecognized || isCollision,
  };
}

/**
 * Of the callbacks that an operator vouches for, those that would become the same event: the body came with several
 * headers or queries, so someone copied it. A person has to say which one is from Vibes.
 */
export function rivals(next: readonly Omit<NextReading, 'envelope'>[]): ReadonlySet<string> {
  const vouchedFor = next.filter(({ kept, isKeptAgain }) => kept.reason in vouched && !isKeptAgain);
  const byEvent = new Map<string, Set<string>>();
  for (const { eventId, kept } of vouchedFor) {
    byEvent.set(eventId, (byEvent.get(eventId) ?? new Set()).add(kept.eventId));
  }
  return new Set([...byEvent.values()].flatMap((kept) => (kept.size > 1 ? [...kept] : [])));
}

/** Why they stay unrecognized, and what would help: one sentence for each reason. */
export function stillKeptNote(still: readonly Omit<NextReading, 'envelope'>[], vouch: boolean): readonly string[] {
  const unproven = still.filter(({ kept }) => !vouch && kept.reason in vouched);
  const colliding = still.filter(({ kept }) => kept.reason === 'identity-collision');
  const others = still.filter((one) => !unproven.includes(one) && !colliding.includes(one));
  const note = (some: readonly unknown[], why: string) =>
    some.length === 0
      ? []
      : [`${counted(some.length, 'callback')} ${some.length === 1 ? 'stays' : 'stay'} kept: ${why}`];
  return [
    ...note(unproven, 'nothing proves that Vibes sent it. Once you are sure, add --vouch.'),
    ...note(colliding, 'another callback with the same id was published; "unrecognized show" names it.'),
    ...note(others, 'this version does not understand it either. Deploy one that does, and try again.'),
  ];
}
