import type { Envelope } from '../../shared/envelope';
import type { Callback, ReadPolicy } from '../callback';
import { contentDigest } from '../identity/content-digest';
import { boundedId } from '../identity/identity-parts';
import { type IdentityRule, identify } from '../identity/identity-rule';
import { UnrecognizedError } from '../unrecognized/unrecognized-error';
import type { XmlFields } from '../xml/xml-fields';
import type { MoMessage } from './mo-message-schema';

/** An MO counts as a message only with a password: it is the family that has one (architecture §3). */
export function requirePassword({ proof }: Envelope): void {
  if (!proof.startsWith('basic:')) throw new UnrecognizedError('mo-unauthenticated');
}

/** Where the message came from and went to: the same two elements in both MO formats (wire contract §2.1, §2.2). */
export function readParties(fields: XmlFields): Pick<MoMessage, 'source' | 'destination'> {
  const source = fields.requiredChild('source');
  const destination = fields.requiredChild('destination');
  return {
    source: {
      address: source.filledAttribute('address'),
      carrier: source.attribute('carrier'),
      type: source.attribute('type'),
    },
    destination: {
      address: destination.filledAttribute('address'),
      type: destination.attribute('type'),
    },
  };
}

/**
 * The callback of an MO. A retry changes the attempt number (wire contract §2.1), so the digest is made without it; the
 * receipt date is that of the message, not of the attempt, and stays, as an instant.
 * @param part tells the callbacks of one id apart
 */
export function moCallback(data: MoMessage, part: (rule: IdentityRule) => string, policy: ReadPolicy): Callback {
  const { attemptNumber, attemptNumberText, receiptDateText, longMessageInfo, ...content } = data;
  return {
    ...identify(policy, (rule) => ({ family: 'mo', id: boundedId(data.messageId, rule), part: part(rule) })),
    contentDigest: contentDigest({
      ...content,
      receiptDate: data.receiptDate ?? receiptDateText,
      longMessageInfo: longMessageInfo?.element ?? null,
    }),
    attempt: attemptNumber,
    data,
    objects: [],
  };
}
