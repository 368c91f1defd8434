import { readCbor, writeCbor } from '../../../src/aws/protocols/cbor';

describe('CBOR', () => {
  it('comes back as it was, times included', () => {
    const value = { at: new Date('2026-10-26T07:33:20.5Z'), list: [1.5, 'x', true, null, { deep: 7 }] };
    expect(readCbor(writeCbor(value))).toEqual(value);
  });

  it('leaves out what is undefined', () => {
    expect(readCbor(writeCbor({ a: 1, b: undefined }))).toEqual({ a: 1 });
  });

  it('without a body has no members', () => {
    expect(readCbor(Buffer.alloc(0))).toEqual({});
  });

  it('that is not CBOR is undefined', () => {
    expect(readCbor(Buffer.from('ff00', 'hex'))).toBeUndefined();
    expect(readCbor(writeCbor('text'))).toBeUndefined();
  });
});
