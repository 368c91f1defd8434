import { parseXml } from '../../../../../../lambda/reader/xml/xml';
import { XmlFields } from '../../../../../../lambda/reader/xml/xml-fields';
import { type Path, type SmsFields, smsFields } from '../../parsers/sms-fields';

/** As the readers of the consumer do it: the tree, its fields, and undocumented content. */
export function read(xml: string): SmsFields {
  const root = parseXml(xml);
  const fields = new XmlFields(root);
  const at = (path: Path) =>
    path === ''
      ? fields
      : path.split('/').reduce<XmlFields | null>((within, name) => within?.child(name) ?? null, fields);
  const picked = smsFields({
    root: root.name,
    attribute: (path, name) => at(path)?.attribute(name) ?? null,
    text: (path) => at(path)?.text() ?? null,
  });
  // No peer looks for what is left over. Ours passes it on, so it is part of the work.
  fields.extra();
  return picked;
}
