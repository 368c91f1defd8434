import { isRecord } from '../../template/properties';

/** SQS' answer to a message that it refuses. */
export interface MessageRefusal {
  readonly code: 'InvalidMessageContents' | 'InvalidParameterValue';
  readonly message: string;
}

/** The characters of XML 1.0, which SQS allows: no control character but tab and line ends, no lone surrogate. */
const forbidden = '[^\\t\\n\\r\\u0020-\\ud7ff\\ue000-\\ufffd\\u{10000}-\\u{10ffff}]';
const forbiddenOnce = new RegExp(forbidden, 'u');
const forbiddenAll = new RegExp(forbidden, 'gu');

const invalidCharacters =
  'Invalid characters found. Valid unicode characters are #x9 | #xA | #xD | #x20 to #xD7FF | #xE000 to #xFFFD | #x10000 to #x10FFFF.';

/** API reference, SendMessage: "any characters not included in this list will be rejected". */
export function hasForbiddenCharacter(text: string): boolean {
  return forbiddenOnce.test(text);
}

/** For text that an AWS service puts into a message, so that the message is not refused. */
export function replaceForbiddenCharacters(text: string): string {
  return text.replace(forbiddenAll, '\ufffd');
}

/**
 * Why SQS refuses a message; undefined where it takes it. String attributes have "the same restrictions on the content
 * as the message body" (API reference, MessageAttributeValue).
 */
export function messageRefusal({
  MessageBody: body,
  MessageAttributes: attributes,
}: Readonly<Record<string, unknown>>): MessageRefusal | undefined {
  if (typeof body === 'string' && hasForbiddenCharacter(body)) {
    return { code: 'InvalidMessageContents', message: invalidCharacters };
  }
  const message = attributesRefusal(isRecord(attributes) ? Object.entries(attributes) : []);
  return message === undefined ? undefined : { code: 'InvalidParameterValue', message };
}

/** Developer guide, "Amazon SQS message metadata". */
const maxAttributes = 10;
const maxNameLength = 256;

function attributesRefusal(attributes: readonly (readonly [name: string, value: unknown])[]): string | undefined {
  if (attributes.length > maxAttributes) {
    return `Number of message attributes [${attributes.length}] exceeds the allowed maximum [${maxAttributes}].`;
  }
  for (const [name, value] of attributes) {
    const refusal = nameRefusal(name) ?? valueRefusal(name, value);
    if (refusal !== undefined) return refusal;
  }
  return undefined;
}

function nameRefusal(name: string): string | undefined {
  if (name.length > maxNameLength) return 'Message (user) attribute names must be shorter than 256 Bytes.';
  if (/^(aws|amazon)\./i.test(name)) return 'Message (user) attribute names must not begin with AWS. or Amazon.';
  if (/^[\w-]+(\.[\w-]+)*$/.test(name)) return undefined;
  return 'Message (user) attribute names can only contain letters, digits, periods, hyphens and underscores; a period is neither first, last nor next to another.';
}

function valueRefusal(name: string, value: unknown): string | undefined {
  const { DataType: type, StringValue: text, BinaryValue: bytes } = isRecord(value) ? value : {};
  const [, base] = /^(String|Number|Binary)(\..+)?$/.exec(typeof type === 'string' ? type : '') ?? [];
  if (base === undefined) return `The message attribute '${name}' has an invalid message attribute type.`;
  const content = base === 'Binary' ? bytes : text;
  if (typeof content !== 'string' || content === '') {
    return `The message attribute '${name}' must contain a non-empty value of type '${base}'.`;
  }
  return hasForbiddenCharacter(content) ? invalidCharacters : undefined;
}
