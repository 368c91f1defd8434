/**
 * Headers that every HTTP request may have (RFC 9110 and its like), by which the message is carried and not described;
 * and what proxies, API Gateway and the local cloud add of their own.
 */
const ofHttp: ReadonlySet<string> = new Set([
  ...['accept', 'accept-charset', 'accept-datetime', 'accept-encoding', 'accept-language', 'alt-used', 'cache-control'],
  ...['cdn-loop', 'connection', 'content-disposition', 'content-encoding', 'content-language', 'content-length'],
  ...['content-location', 'content-md5', 'content-range', 'content-transfer-encoding', 'content-type', 'date', 'dnt'],
  ...['early-data', 'expect', 'forwarded', 'from', 'host', 'http2-settings', 'keep-alive', 'max-forwards'],
  ...['mime-version', 'origin', 'pragma', 'prefer', 'priority', 'proxy-connection', 'range', 'referer', 'te'],
  ...['traceparent', 'tracestate', 'trailer', 'transfer-encoding', 'upgrade', 'upgrade-insecure-requests'],
  ...['user-agent', 'via', 'warning', 'x-real-ip'],
]);
const ofTheWay = /^(access-control|cloudfront|if|sec|x-amz|x-amzn|x-forwarded|x-local)-/;

/** What opens a door has no place in an event, whoever calls it so. */
const credential = /auth|cookie|credential|key|passw|secret|session|signature|token/;

/**
 * The headers that say something of the callback: Vibes is said to put metadata there, under names that it does not
 * publish (wire contract §4). Names in lower case.
 */
export function toldHeaders(headers: Readonly<Record<string, readonly string[]>>): Record<string, readonly string[]> {
  const told = Object.entries(headers).filter(
    ([name]) => !ofHttp.has(name) && !ofTheWay.test(name) && !credential.test(name),
  );
  return Object.fromEntries(told);
}
