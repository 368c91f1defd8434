import { entryRefusal, totalBytes } from '../../../src/aws/events/event-entry';

const entry = { Source: 'vibes.callbacks', DetailType: 'MO Message', Detail: '{}' };

describe('entryRefusal', () => {
  it('takes a whole entry', () => {
    expect(entryRefusal(entry)).toBeUndefined();
  });

  it.each([
    ['a missing source', { Source: '' }, 'InvalidArgument'],
    ['a missing type', { DetailType: '' }, 'InvalidArgument'],
    ['a missing detail', { Detail: '' }, 'InvalidArgument'],
    ['a type that is too long', { DetailType: 'x'.repeat(129) }, 'InvalidArgument'],
    ['a source of AWS', { Source: 'aws.s3' }, 'NotAuthorizedForSourceException'],
    ['a detail that is not JSON', { Detail: '{' }, 'MalformedDetail'],
    ['a detail that is a list', { Detail: '[]' }, 'MalformedDetail'],
    ['a detail that is text', { Detail: '"x"' }, 'MalformedDetail'],
    ['a detail that is null', { Detail: 'null' }, 'MalformedDetail'],
  ])('refuses %s', (_name, change, code) => {
    expect(entryRefusal({ ...entry, ...change })?.code).toBe(code);
  });
});

describe('totalBytes', () => {
  it('counts bytes, not characters, and 14 for a time', () => {
    const full = { Source: 'é', DetailType: 'b', Detail: '{}', Resources: ['xy', 'z'], Time: 1 };
    expect(totalBytes([full])).toBe(2 + 1 + 2 + 3 + 14);
    expect(totalBytes([full, full])).toBe(44);
  });
});
