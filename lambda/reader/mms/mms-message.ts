import type { Callback, ReadPolicy } from '../callback';
import { contentDigest } from '../identity/content-digest';
import { eventId } from '../identity/identity';
import { boundedId, identityPart, shapes } from '../identity/identity-parts';
import { identify } from '../identity/identity-rule';
import type { MimePart } from '../mime/mime';
import { readDate } from '../text/readable';
import { UnrecognizedError } from '../unrecognized/unrecognized-error';
import {
  comparableAddress,
  comparableExtra,
  holdsOnlyElements,
  type Mm7Request,
  mm7Extra,
  readAddress,
  readAddressIn,
  textOf,
} from './mm7-request';
import { readAttachment } from './mms-attachment';
import type { Attachment, MmsMessage, MmsRecipient } from './mms-message-schema';

/**
 * Reads a `DeliverReq`, an MMS from a phone (wire contract §3.1), and the media that came with it.
 * @throws UnrecognizedError
 */
export async function readMmsMessage(
  request: Mm7Request,
  media: readonly MimePart[],
  policy: ReadPolicy,
): Promise<Callback> {
  const { transactionId } = request;
  if (transactionId === null) throw new UnrecognizedError('xml-missing-field');
  const linkedId = textOf(request.fields, 'LinkedID');
  const identities = identify(policy, (rule) => ({
    family: 'mms',
    id: boundedId(transactionId, rule),
    part: identityPart([{ text: linkedId, shape: shapes.id }], rule),
  }));
  const keyStem = `attachments/${eventId(identities.identity)}`;
  const read = await Promise.all(media.map((part, index) => readAttachment(part, `${keyStem}/${index}`, policy)));
  const attachments = read.map(({ attachment }) => attachment);
  const data = readData(request, transactionId, linkedId, attachments);
  return {
    ...identities,
    contentDigest: digestOf(data, request),
    attempt: null,
    data,
    objects: read.map(({ object }) => object),
  };
}

function readData(request: Mm7Request, transactionId: string, linkedId: string | null, attachments: Attachment[]) {
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

/** Every address of every list, in their order. What is more than lists of addresses stays in `extra` too, whole. */
function readRecipients({ element, fields }: Mm7Request): MmsRecipient[] {
  const recipients = element.children.find(({ name }) => name === 'Recipients');
  if (recipients === undefined) return [];
  if (holdsOnlyElements(recipients) && recipients.children.every(holdsOnlyElements)) fields.whole('Recipients');
  return recipients.children.flatMap((list) =>
    list.children.map((address) => ({ ...readAddress(address), kind: list.name })),
  );
}

/**
 * What a retry must not change: the message, and its media by their bytes. MIME is made anew for each attempt, so neither
 * boundary nor content ids count; nor do the prefixes and the version of the dialect.
 */
function digestOf(data: MmsMessage, request: Mm7Request): string {
  const { mm7Version, contentHref, timestampText, extra, ...content } = data;
  return contentDigest({
    ...content,
    sender: data.sender && comparableAddress(data.sender),
    recipients: data.recipients?.map(comparableAddress),
    timestamp: data.timestamp ?? timestampText,
    extra: comparableExtra(request),
    attachments: data.attachments?.map(({ contentType, filename, sha256 }) => ({
      mediaType: contentType?.split(';')[0]?.trim().toLowerCase() ?? null,
      filename,
      sha256,
    })),
  });
}
