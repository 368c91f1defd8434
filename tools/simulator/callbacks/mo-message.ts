import type { CallbackBuilder } from '../callback';
import { digits, localDate, moment, phoneNumber, shortCode, text } from './invented';
import { escapeXml, xmlDeclaration, xmlDocument } from './xml';

/** `moMessage` (wire contract §2.1): the attempt number is in the body, so a retry has other bytes. */
export const moMessage: CallbackBuilder = (random) => {
  const id = random.uuid();
  const carrier = random.chance(0.1) ? '' : digits(random, 3);
  const date = localDate(moment(random));
  const source = phoneNumber(random);
  const message = escapeXml(text(random));
  return [
    {
      key: `mo ${id}`,
      kind: 'mo',
      channel: 'sms',
      method: 'POST',
      route: '/sms/mo',
      authentication: 'basic',
      document: (attempt) =>
        xmlDocument(`${xmlDeclaration}
<moMessage messageId="${id}" receiptDate="${date}" attemptNumber="${attempt}">
  <source address="${source}" carrier="${carrier}" type="MDN" />
  <destination address="${shortCode}" type="SC" />
  <message>${message}</message>
</moMessage>
`),
    },
  ];
};
