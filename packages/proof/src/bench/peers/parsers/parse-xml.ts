import { parseXml, XmlElement } from '@rgrove/parse-xml';
import { type Path, type SmsFields, smsFields } from '../../parsers/sms-fields';

export function read(xml: string): SmsFields {
  const { root } = parseXml(xml);
  const at = (path: Path) => (path === '' ? root : path.split('/').reduce<XmlElement | null>(child, root));
  return smsFields({
    root: root?.name ?? '',
    attribute: (path, name) => at(path)?.attributes[name] ?? null,
    text: (path) => at(path)?.text ?? null,
  });
}

function child(element: XmlElement | null, name: string): XmlElement | null {
  const found = element?.children.find((one) => one instanceof XmlElement && one.name === name);
  return found instanceof XmlElement ? found : null;
}
