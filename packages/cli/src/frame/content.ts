import type { Envelope } from '../../../../lambda/shared/envelope';
import type { CommonOptions, OpsContext } from './context';

export interface ContentOptions extends CommonOptions {
  readonly showContent?: boolean;
}

/** Printed before the content. */
export function noteContent({ note }: OpsContext): void {
  note("The following has real people's texts, numbers or passwords: keep it out of tickets and chats.");
}

/** A whole request, each part as text: what --show-content adds. */
export function requestContent({ method, path, query, headers, sourceIp, proof, body }: Envelope) {
  return {
    method,
    path,
    query: JSON.stringify(query),
    headers: JSON.stringify(headers),
    sourceIp,
    proof,
    body: contentText(body),
  };
}

/** Bytes as text if they are text, otherwise in base64. */
function contentText(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return `base64:${Buffer.from(bytes).toString('base64')}`;
  }
}
