import { readQuery } from '../../../src/aws/protocols/read-query';

const read = (form: string) => readQuery(new URLSearchParams(form));

describe('a form of the query protocol', () => {
  it('is its members without action and version', () => {
    expect(read('Action=DescribeStacks&Version=2010-05-15&StackName=a+b')).toEqual({ StackName: 'a b' });
  });

  it('has lists, in their order', () => {
    expect(read('AlarmNames.member.2=b&AlarmNames.member.10=c&AlarmNames.member.1=a')).toEqual({
      AlarmNames: ['a', 'b', 'c'],
    });
  });

  it('has objects in lists, and lists in them', () => {
    expect(read('Q.member.1.Stat.Metric.Name=m&Q.member.1.D.member.1.Value=v&Q.member.2.Id=x')).toEqual({
      Q: [{ Stat: { Metric: { Name: 'm' } }, D: [{ Value: 'v' }] }, { Id: 'x' }],
    });
  });
});
