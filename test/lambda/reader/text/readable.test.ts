import { integerField, readBoolean, readDate } from '../../../../lambda/reader/text/readable';

describe('integerField', () => {
  it.each([
    ['107', { code: 107 }],
    ['0', { code: 0 }],
    [' 7 ', { code: 7 }],
    ['\u00a07', { code: null, codeText: '\u00a07' }],
    ['007', { code: 7, codeText: '007' }],
    ['999999999999999', { code: 999_999_999_999_999 }],
    ['9007199254740993', { code: null, codeText: '9007199254740993' }],
    ['-1', { code: null, codeText: '-1' }],
    ['1.5', { code: null, codeText: '1.5' }],
    ['n/a', { code: null, codeText: 'n/a' }],
    ['', { code: null }],
    [null, { code: null }],
    [undefined, { code: null }],
  ])('reads %j', (text, fields) => {
    expect(integerField('code', text)).toEqual(fields);
  });
});

describe('readDate', () => {
  it('has the text as sent beside the date', () => {
    expect(readDate('2024-05-06 07:08:09 Z')).toEqual({
      value: '2024-05-06T07:08:09.000Z',
      text: '2024-05-06 07:08:09 Z',
    });
  });

  it('has the text where it is not a date', () => {
    expect(readDate('soon')).toEqual({ value: null, text: 'soon' });
  });

  it('has neither where nothing was sent', () => {
    expect(readDate(null)).toEqual({ value: null, text: null });
  });
});

describe('readBoolean', () => {
  it.each([
    ['true', true],
    ['1', true],
    ['TRUE', true],
    ['false', false],
    ['0', false],
    [' False ', false],
    ['yes', null],
    ['', null],
    ['10', null],
  ])('reads %j as %s', (text, value) => {
    expect(readBoolean(text)).toBe(value);
  });
});
