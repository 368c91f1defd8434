/**
 * Headers that any HTTP request may have (RFC 9110 and related ones), which serve transport and do not describe the
 * message; and those that proxies, API Gateway and the local cloud add.
 */
const httpHeaders: ReadonlySet<string> = new Set([
  ...['accept', 'accept-charset', 'accept-datetime', 'accept-encoding', 'accept-language', 'alt-used', 'cache-control'],
  ...['cdn-loop', 'connection', 'content-disposition', 'content-encoding', 'content-language', 'content-length'],
  ...['content-location', 'content-md5', 'content-range', 'content-transfer-encoding', 'content-type', 'date', 'dnt'],
  ...['early-data', 'expect', 'forwarded', 'from', 'host', 'http2-settings', 'keep-alive', 'max-forwards'],
  ...['mime-version', 'origin', 'pragma', 'prefer', 'priority', 'proxy-connection', 'range', 'referer', 'te'],
  ...['traceparent', 'tracestate', 'trailer', 'transfer-encoding', 'upgrade', 'upgrade-insecure-requests'],
  ...['user-agent', 'via', 'warning', 'x-real-ip'],
]);
const transportPrefix = /^(access-control|cloudfront|if|sec|x-amz|x-amzn|x-forwarded|x-local)-/;

/** Never publish headers that may carry credentials. These words mean nothing else, even inside other words. */
const credentialPart = /cookie|credential|passphrase|passw|secret|session|signature|token/;

/** These also occur inside harmless words (`author`), so they count as whole words only. */
const credentialWord =
  /(?<![a-z\d])(auth|authn|authz|authkey|oauth2?|authori[sz]ation|authenticat\w+|bearer|hmac|jwt|pwd|sig)(?![a-z\d])/;

/** A key that only names something (Vibes' `company_key`) is published; one that grants access, or might, is not. */
const credentialKey =
  /^(x-)?(vibes-)?keys?$|(api|access|account|admin|app|application|client|encryption|function|functions|license|master|private|service|shared|signing|ssh|subscription|user)[-_.]?keys?(?![a-z\d])/;

function isCredential(name: string): boolean {
  return [credentialPart, credentialWord, credentialKey].some((pattern) => pattern.test(name));
}

/**
 * The headers that say something about the callback. Vibes is reported to send metadata there, under names that it does
 * not publish (wire contract §4). Names are in lower case.
 */
export function publishedHeaders(
  headers: Readonly<Record<string, readonly string[]>>,
): Record<string, readonly string[]> {
  const published = Object.entries(headers).filter(
    ([name]) => !httpHeaders.has(name) && !transportPrefix.test(name) && !isCredential(name),
  );
  return Object.fromEntries(published);
}
