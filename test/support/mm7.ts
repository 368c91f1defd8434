import { envelopeOf } from '../../packages/proof/src/support/envelope';
import {
  multipartContentType,
  plainLayout,
  renderMultipart,
  type WirePart,
} from '../../packages/proof/src/vibes/multipart';
import { readEvent } from './read-event';

/** A SOAP document as Vibes sends it, of a request's XML. */
export function soap(request: string, header = '<TransactionID env:mustUnderstand="1">t-1</TransactionID>'): string {
  return `<?xml version="1.0" encoding="utf-16"?>
<env:Envelope xmlns:env="http://schemas.xmlsoap.org/soap/envelope/"><env:Header>${header}</env:Header><env:Body>${request}</env:Body></env:Envelope>`;
}

export interface MultipartRequest {
  readonly xml: string;
  /** Headers of the SOAP part. */
  readonly headers?: readonly string[];
  readonly media?: readonly WirePart[];
  readonly contentType?: string;
}

const layout = plainLayout('B');

/** The event of a multipart request. */
export function readMultipartEvent({ xml, headers, media = [], contentType }: MultipartRequest) {
  const soapPart = { headers: headers ?? ['Content-Type: text/xml; charset=utf-8'], bytes: Buffer.from(xml) };
  return readEvent(
    envelopeOf({
      path: '/mms/mo',
      headers: { 'content-type': contentType ?? multipartContentType(layout.boundary) },
      body: renderMultipart([soapPart, ...media], layout),
    }),
  );
}

/** The event of a SOAP document without media. */
export function readSoapEvent(xml: string | Uint8Array, contentType = 'text/xml; charset=utf-8') {
  return readEvent(envelopeOf({ path: '/mms/receipt', headers: { 'content-type': contentType }, body: xml }));
}
