const references: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  '\n': '&#10;',
  '\r': '&#13;',
};

/** Escapes text for an element or a quoted attribute. */
export function escapeXml(text: string): string {
  return text.replace(/[&<>"\n\r]/g, (character) => references[character] ?? character);
}

export const xmlDeclaration = '<?xml version="1.0" encoding="UTF-8"?>';

/** A document whose Content-Type Vibes does not publish (wire contract §2.1). */
export function xmlDocument(xml: string) {
  return { headers: { 'content-type': 'text/xml; charset=UTF-8' }, body: Buffer.from(xml, 'utf8') };
}
