import { ConsoleOutput } from '../../../local/app/console-output';
import { paintFor } from '../../../local/app/paint';

describe('the console', () => {
  it('shows a denial once, however often it comes', () => {
    const { output, stderr } = consoleOf();
    const denial = { roleLogicalId: 'Role', action: 'sqs:SendMessage', resource: 'arn:q' };
    output.denied(denial);
    output.denied(denial);
    output.denied({ ...denial, action: 's3:PutObject' });
    expect(stderr).toEqual([
      'AccessDenied: no policy of the template lets Role call sqs:SendMessage on arn:q\n',
      'AccessDenied: no policy of the template lets Role call s3:PutObject on arn:q\n',
    ]);
  });

  it('shows what went wrong in the local cloud itself', () => {
    const { output, stderr } = consoleOf();
    output.complain(new TypeError('oops'));
    expect(stderr).toEqual(['TypeError: oops\n']);
  });
});

describe('colour', () => {
  it.each([
    ['a terminal', { isTTY: true }, {}, '[32mx[39m'],
    ['a pipe', {}, {}, 'x'],
    ['a terminal with NO_COLOR', { isTTY: true }, { NO_COLOR: '1' }, 'x'],
  ])('for %s', (_, stream, environment, expected) => {
    expect(paintFor(stream, environment).good('x').replaceAll('\u001b', '')).toBe(expected);
  });
});

function consoleOf() {
  const stdout: string[] = [];
  const stderr: string[] = [];
  const into = (list: string[]) => ({ write: (text: string) => void list.push(text) });
  return { output: new ConsoleOutput(paintFor({}, {}), into(stdout), into(stderr)), stdout, stderr };
}
