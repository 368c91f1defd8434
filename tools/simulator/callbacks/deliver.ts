import type { CallbackBuilder } from '../callback';
import { digits, phoneNumber, shortCode, text } from './invented';
import { escapeXml, xmlDeclaration, xmlDocument } from './xml';

/** `deliver` v1, the older MO (wire contract §2.2): the text is an attribute, the transaction is the identifier. */
export const deliver: CallbackBuilder = (random) => {
  const id = digits(random, 12);
  const xml = `${xmlDeclaration}
<deliver version="1.0">
  <transaction id="${id}" />
  <source address="${phoneNumber(random).slice(1)}" carrier="${digits(random, 3)}" type="MDN" />
  <destination address="${shortCode}" type="SC" />
  <message text="${escapeXml(text(random))}" />
</deliver>
`;
  return [
    {
      key: `mo ${id}`,
      kind: 'deliver',
      channel: 'sms',
      method: 'POST',
      route: '/sms/mo',
      authentication: 'basic',
      document: () => xmlDocument(xml),
    },
  ];
};
