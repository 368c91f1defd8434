import type { Callback, ReadPolicy } from '../callback';
import { eventId } from '../identity/identity';
import { boundedId, identityPart, shapes } from '../identity/identity-parts';
import { identify } from '../identity/identity-rule';
import { readDate } from '../text/readable';
import { UnrecognizedError } from '../unrecognized/unrecognized-error';
import { formerMmsDigest } from './former-mm7-digest';
import { type Mm7Body, mm7Digest } from './mm7-digest';
import { holdsOnlyElements, type Mm7Request, mm7Extra, readAddress, readAddressIn, textOf } from './mm7-request';
import { readAttachments } from './mms-attachment';
import type { Attachment, MmsMessage, MmsRecipient } from './mms-message-schema';

/**
 * Reads a `DeliverReq`, an MMS from a phone (wire contract §3.1), and the media that came with it.
 * @throws UnrecognizedError
 */
export async function readMmsMessage(request: Mm7Request, body: Mm7Body, policy: ReadPolicy): Promise<Callback> {
  const { transactionId } = request;
  if (transactionId === null) throw new UnrecognizedError('xml-missing-field');
  const linkedId = textOf(request.fields, 'LinkedID');
  const identities = identify(policy, (rule) => ({
    family: 'mms',
    id: boundedId(transactionId, rule),
    part: identityPart([{ text: linkedId, shape: shapes.id }], rule),
  }));
  const keyStem = `attachments/${eventId(identities.identity)}`;
  const { attachments, objects } = await readAttachments(body.media, keyStem, policy);
  const data = readData(request, transactionId, linkedId, attachments);
  return {
    ...identities,
    contentDigest: mm7Digest('DeliverReq', request.envelope, body),
    formerDigests: [formerMmsDigest(request, attachments)],
    attempt: null,
    data,
    objects,
  };
}

function readData(
  request: Mm7Request,
  transactionId: string,
  linkedId: string | null,
  attachments: Attachment[],
): MmsMessage {
  const { fields } = request;
  const date = readDate(textOf(fields, 'TimeStamp'));
  const data: MmsMessage = {
    transactionId,
    linkedId,
    sender: readAddressIn(request, 'Sender'),
    recipients: readRecipients(request),
    subject: fields.child('Subject')?.text() ?? null,
    timestamp: date.value,
    timestampText: date.text,
    priority: textOf(fields, 'Priority'),
    mm7Version: textOf(fields, 'MM7Version'),
    mmsRelayServerId: textOf(fields, 'MMSRelayServerID'),
    vaspId: textOf(fields, 'VASPID'),
    vasId: textOf(fields, 'VASID'),
    contentHref: fields.child('Content')?.attribute('href') ?? null,
    attachments,
  };
  return { ...data, ...mm7Extra(request) };
}

/** Every address of every list, in order. A list that contains anything else also stays in `extra`, as a whole. */
function readRecipients({ element, fields }: Mm7Request): MmsRecipient[] {
  const recipients = element.children.find(({ name }) => name === 'Recipients');
  if (recipients === undefined) return [];
  if (holdsOnlyElements(recipients) && recipients.children.every(holdsOnlyElements)) fields.whole('Recipients');
  return recipients.children.flatMap((list) =>
    list.children.map((address) => ({ ...readAddress(address), kind: list.name })),
  );
}
