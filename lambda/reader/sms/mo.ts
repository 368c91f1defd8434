import type { Envelope } from '../../shared/envelope';
import type { Callback, ReadPolicy } from '../callback';
import { boundedId } from '../identity/identity-parts';
import { type IdentityRule, identify } from '../identity/identity-rule';
import { UnrecognizedError } from '../unrecognized/unrecognized-error';
import type { XmlElement } from '../xml/xml';
import { xmlDigest } from '../xml/xml-digest';
import type { XmlFields } from '../xml/xml-fields';
import { formerMoDigest } from './former-sms-digest';
import type { MoMessage } from './mo-message-schema';
import { moRule } from './sms-digest';

/** An MO counts as a message only with the password, because the MO family has one (architecture §3). */
export function requirePassword({ proof }: Envelope): void {
  if (!proof.startsWith('basic:')) throw new UnrecognizedError('mo-unauthenticated');
}

/** The sender and receiver: the same two elements in both MO formats (wire contract §2.1, §2.2). */
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
 * The callback of an MO.
 * @param part distinguishes callbacks with the same id
 */
export function moCallback(
  root: XmlElement,
  data: MoMessage,
  part: (rule: IdentityRule) => string,
  policy: ReadPolicy,
): Callback {
  return {
    ...identify(policy, (rule) => ({ family: 'mo', id: boundedId(data.messageId, rule), part: part(rule) })),
    contentDigest: xmlDigest(root, moRule),
    formerDigests: [formerMoDigest(root)],
    attempt: data.attemptNumber,
    data,
    objects: [],
  };
}
