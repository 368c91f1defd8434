import http from 'node:http';
import https from 'node:https';

/** A request by the protocol that the URL names. */
export function openRequest(
  url: string,
  options: https.RequestOptions,
  onAnswer: (incoming: http.IncomingMessage) => void,
): http.ClientRequest {
  const { request } = url.startsWith('https:') ? https : http;
  return request(url, options, onAnswer);
}
