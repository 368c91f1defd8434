import { XMLParser } from 'fast-xml-parser';
import { writeQuery, writeQueryError } from '../../../src/aws/protocols/write-query';

const parse = (xml: string) => new XMLParser().parse(xml);

describe('an answer of the query protocol', () => {
  it('has the result and the request id', () => {
    const xml = writeQuery('sts', 'GetCallerIdentity', { Account: '000000000000' }, 'request-1');
    expect(xml).toContain('xmlns="https://sts.amazonaws.com/doc/2011-06-15/"');
    expect(parse(xml)).toMatchObject({
      GetCallerIdentityResponse: { ResponseMetadata: { RequestId: 'request-1' }, GetCallerIdentityResult: {} },
    });
    expect(xml).toContain('<Account>000000000000</Account>');
  });

  it('writes lists, maps, times and truth, leaves out what is undefined, escapes the rest', () => {
    const time = new Date('2026-10-26T07:33:20.5Z');
    const output = { L: [{ a: 1 }, 'x<&'], M: new Map([['k', 'v']]), T: time, B: false, U: undefined };
    const xml = writeQuery('sns', 'A', output, 'r');
    expect(xml).toContain('<L><member><a>1</a></member><member>x&lt;&amp;</member></L>');
    expect(xml).toContain('<M><entry><key>k</key><value>v</value></entry></M>');
    expect(xml).toContain('<T>2026-10-26T07:33:20.500Z</T><B>false</B>');
    expect(xml).not.toContain('<U');
  });

  it('may be an error', () => {
    expect(parse(writeQueryError('sns', { code: 'NotFound', message: 'no', status: 404 }, 'r'))).toMatchObject({
      ErrorResponse: { Error: { Type: 'Sender', Code: 'NotFound', Message: 'no' }, RequestId: 'r' },
    });
  });
});
