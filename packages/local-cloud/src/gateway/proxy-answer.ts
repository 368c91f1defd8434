import { validateHeaderName, validateHeaderValue } from 'node:http';
import { parseJson } from '../base/parse-json';
import { isRecord } from '../template/properties';
import type { GatewayAnswer } from './gateway-answer';

/** Headers of a function's answer that API Gateway sends under the name `x-amzn-Remapped-…`. */
const remapped = new Set(['connection', 'content-length', 'date', 'server', 'transfer-encoding', 'www-authenticate']);

/** Reads what a function returned to its proxy integration, or nothing when it is malformed (the gateway's 502). */
export function readProxyAnswer(payload: Buffer): GatewayAnswer | undefined {
  const answer = parseJson(payload);
  if (!isRecord(answer)) return undefined;
  const status = Number(answer.statusCode);
  const { body = '', isBase64Encoded = false } = answer;
  if (!Number.isInteger(status) || status < 100 || status > 599) return undefined;
  if (body !== null && typeof body !== 'string') return undefined;
  const headers = readHeaders(answer);
  if (!headers.every(isValid)) return undefined;
  const typed = headers.some(([name]) => name.toLowerCase() === 'content-type');
  return {
    status,
    headers: typed ? headers : [['content-type', 'application/json'], ...headers],
    body: Buffer.from(body ?? '', isBase64Encoded === true ? 'base64' : 'utf8'),
  };
}

function readHeaders({ headers, multiValueHeaders }: Record<string, unknown>): (readonly [string, string])[] {
  const multi = isRecord(multiValueHeaders) ? multiValueHeaders : {};
  const single = Object.entries(isRecord(headers) ? headers : {}).filter(([name]) => !(name in multi));
  const all = [...single, ...Object.entries(multi)].flatMap(([name, value]) =>
    (Array.isArray(value) ? value : [value]).map((one) => [name, String(one)] as const),
  );
  return all.map(([name, value]) => [remapped.has(name.toLowerCase()) ? `x-amzn-Remapped-${name}` : name, value]);
}

function isValid([name, value]: readonly [string, string]): boolean {
  try {
    validateHeaderName(name);
    validateHeaderValue(name, value);
    return true;
  } catch {
    return false;
  }
}
