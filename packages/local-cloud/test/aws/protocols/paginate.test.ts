import { AwsError } from '../../../src/aws/protocols/aws-error';
import { paginate } from '../../../src/aws/protocols/paginate';

const items = [1, 2, 3, 4, 5];

describe('pages', () => {
  it('follow each other to the end', () => {
    const first = paginate(items, 2, undefined, 'Bad');
    const second = paginate(items, 2, first.next, 'Bad');
    const third = paginate(items, 2, second.next, 'Bad');
    expect([first.items, second.items, third.items]).toEqual([[1, 2], [3, 4], [5]]);
    expect(third.next).toBeUndefined();
  });

  it('of exactly one page have no next', () => {
    expect(paginate(items, 5, undefined, 'Bad').next).toBeUndefined();
  });

  it.each(['nonsense', 'x', Buffer.from('6').toString('base64url')])('refuse the token %j', (token) => {
    expect(() => paginate(items, 2, token, 'Bad')).toThrow(AwsError);
  });
});
