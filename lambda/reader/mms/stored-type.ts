/**
 * Media types that an MMS may carry (OMA MMS Conformance Document; IANA's registry, and the unregistered names that phones
 * send), with the file extensions of some. A type that a sender made up can be a text or a phone number, and S3 shows an
 * object's Content-Type to people who may not read the object: only these types are stored.
 */
const mediaTypes: ReadonlyMap<string, string> = new Map([
  ['application/msword', ''],
  ['application/ogg', ''],
  ['application/pdf', ''],
  ['application/smil', '.smil'],
  ['application/smil+xml', ''],
  ['application/vnd.oma.drm.message', ''],
  ['application/vnd.openxmlformats-officedocument.presentationml.presentation', ''],
  ['application/vnd.openxmlformats-officedocument.spreadsheetml.sheet', ''],
  ['application/vnd.openxmlformats-officedocument.wordprocessingml.document', ''],
  ['application/zip', ''],
  ['audio/3gpp', ''],
  ['audio/3gpp2', ''],
  ['audio/aac', ''],
  ['audio/amr', '.amr'],
  ['audio/amr-wb', ''],
  ['audio/evrc', ''],
  ['audio/imelody', ''],
  ['audio/midi', ''],
  ['audio/mp3', ''],
  ['audio/mp4', ''],
  ['audio/mpeg', '.mp3'],
  ['audio/ogg', ''],
  ['audio/qcelp', ''],
  ['audio/sp-midi', ''],
  ['audio/vnd.qcelp', ''],
  ['audio/wav', ''],
  ['audio/webm', ''],
  ['audio/x-m4a', ''],
  ['audio/x-wav', ''],
  ['image/avif', ''],
  ['image/bmp', ''],
  ['image/gif', '.gif'],
  ['image/heic', '.heic'],
  ['image/heif', ''],
  ['image/jpeg', '.jpg'],
  ['image/jpg', ''],
  ['image/png', '.png'],
  ['image/svg+xml', ''],
  ['image/tiff', ''],
  ['image/vnd.wap.wbmp', ''],
  ['image/webp', ''],
  ['text/calendar', ''],
  ['text/css', ''],
  ['text/csv', ''],
  ['text/html', ''],
  ['text/plain', '.txt'],
  ['text/vcard', '.vcf'],
  ['text/x-vcalendar', ''],
  ['text/x-vcard', '.vcf'],
  ['text/xml', ''],
  ['video/3gpp', '.3gp'],
  ['video/3gpp2', ''],
  ['video/h263', ''],
  ['video/h264', ''],
  ['video/mp4', '.mp4'],
  ['video/mpeg', ''],
  ['video/quicktime', ''],
  ['video/webm', ''],
  ['video/x-msvideo', ''],
]);

/** The media type that S3 keeps for an object. Never a parameter: `name` is a sender's own text. */
export function storedType(mediaType: string): string {
  return mediaTypes.has(mediaType) ? mediaType : 'application/octet-stream';
}

/** For people who open the bucket. The key contains nothing from outside. */
export function extensionOf(mediaType: string): string {
  return mediaTypes.get(mediaType) ?? '';
}
