import { readCbor } from '../../../src/aws/protocols/cbor';
import type { Protocol } from '../../../src/aws/protocols/services';
import { writeAnswer } from '../../../src/aws/protocols/write-answer';

const at = new Date('2026-10-26T07:33:20.5Z');
const write = (protocol: Protocol) => writeAnswer({ service: 'cloudwatch', action: 'A', protocol }, { at });

describe('an answer', () => {
  it('has its times as seconds in JSON', () => {
    expect(write('json')).toMatchObject({
      status: 200,
      headers: { 'content-type': 'application/x-amz-json-1.0' },
      body: '{"at":1793000000.5}',
    });
  });

  it('has them tagged in CBOR', () => {
    const { headers, body } = write('cbor');
    expect(headers['smithy-protocol']).toBe('rpc-v2-cbor');
    expect(readCbor(Buffer.from(body))).toEqual({ at });
  });

  it('has them as text in XML', () => {
    expect(write('query').body).toContain('<AResult><at>2026-10-26T07:33:20.500Z</at></AResult>');
  });
});
