import { parser as createParser, type Tag } from 'sax';
import { type SmsFields, smsFields } from '../../parsers/sms-fields';

interface Found {
  readonly attributes: Tag['attributes'];
  text: string;
}

/** The contents of its events, by path. */
export function read(xml: string): SmsFields {
  const found = new Map<string, Found>();
  const open: string[] = [];
  const addText = (text: string) => {
    const element = found.get(pathOf(open));
    if (element !== undefined) element.text += text;
  };
  const parser = createParser(true, { trim: false, normalize: false });
  parser.onerror = (error) => {
    throw error;
  };
  parser.onopentag = ({ name, attributes }) => {
    open.push(name);
    const path = pathOf(open);
    if (!found.has(path)) found.set(path, { attributes: attributes as Tag['attributes'], text: '' });
  };
  parser.onclosetag = () => open.pop();
  parser.ontext = addText;
  parser.oncdata = addText;
  parser.write(xml).close();
  const [root = ''] = found.keys();
  const at = (path: string) => found.get(path === '' ? root : `${root}/${path}`);
  return smsFields({
    root,
    attribute: (path, name) => at(path)?.attributes[name] ?? null,
    text: (path) => at(path)?.text ?? null,
  });
}

function pathOf(open: readonly string[]): string {
  return open.join('/');
}
