import { sentRows } from '../../../../lambda/reader/families';
import { outputPrefix } from '../../../../lib/output-names';

type Outputs = Readonly<Record<string, string>>;

/**
 * The service's outputs by their plain names (architecture §3). In a stack that also has other outputs, ours have a
 * prefix, and an output with a plain name is not ours. The URLs of the routes follow from their base.
 */
export function plainOutputs(outputs: Outputs): Outputs {
  const prefixed = Object.entries(outputs).filter(([name]) => name.startsWith(outputPrefix));
  const isShared = outputs[`${outputPrefix}EndpointUrl`] !== undefined;
  const own: Outputs = isShared
    ? Object.fromEntries(prefixed.map(([name, value]) => [name.slice(outputPrefix.length), value]))
    : outputs;
  const { EndpointUrl: base } = own;
  const urls = base === undefined ? [] : sentRows.map(({ url }) => [url.output, `${base}${url.route}`] as const);
  return { ...Object.fromEntries(urls), ...own };
}
