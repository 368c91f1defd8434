import { ConsoleOutput } from '../../../local/app/console-output';
import { paintFor } from '../../../local/app/paint';
import type { DeliveryOutcome } from '../../../local/delivery/delivery-outcome';

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

describe('what others wrote', () => {
  const esc = '\u001b';
  const evil = `x${esc}[2J${esc}]0;y\u0007\u009b\r\n200  MO Message`;
  const shown = 'x\\u001b[2J\\u001b]0;y\\u0007\\u009b';

  it.each([
    ['a request', (output: ConsoleOutput) => output.answered({ ...answered, requestId: evil, route: evil })],
    ['a log line', (output: ConsoleOutput) => output.functionLine(logLine({ requestId: evil, detailType: evil }))],
    ['a reason', (output: ConsoleOutput) => output.functionLine(logLine({ reason: evil }))],
    ['a failure', (output: ConsoleOutput) => output.functionLine(logLine({ code: 'RecordFailed', cause: evil }))],
    ["a target's answer", (output: ConsoleOutput) => output.delivered({ ...delivery, detail: evil, targetArn: evil })],
    ['a server', (output: ConsoleOutput) => output.forwarded({ event, outcome: 'given-up', detail: evil })],
    ['a denial', (output: ConsoleOutput) => output.denied({ roleLogicalId: evil, action: evil, resource: evil })],
    ['a sentence', (output: ConsoleOutput) => output.print(evil)],
    ['an error', (output: ConsoleOutput) => output.complain(new Error(evil))],
  ])('does nothing on the terminal: %s', (_what, say) => {
    for (const stream of [{ isTTY: true }, {}]) {
      const { output, stdout, stderr } = consoleOf(stream);
      say(output);
      const text = [...stdout, ...stderr].join('');
      expect(text).toContain(shown);
      // biome-ignore lint/suspicious/noControlCharactersInRegex: colours of our own are all that may be there
      expect(text.replace(/\u001b\[\d\dm/g, '').replaceAll('\n', '')).not.toMatch(/\p{Cc}/u);
    }
  });

  it('makes no line of its own, unless it is an error of several', () => {
    const { output, stdout } = consoleOf();
    output.functionLine(logLine({ requestId: evil }));
    expect(stdout).toHaveLength(1);
    expect(stdout[0]?.trim().split('\n')).toHaveLength(1);
  });
});

const answered = { requestId: 'r', method: 'POST', route: '/', status: 403, errorMetric: undefined } as const;
const event = { detailType: 'X', json: '{}', busArn: 'b', ingestedAt: new Date(0) };
const delivery: DeliveryOutcome = {
  ...{ busArn: 'b', ruleName: 'rule', targetId: 't', targetArn: 'arn', eventId: 'e', event: '{}' },
  ...{ step: 'delivered', attempts: 1, detail: '' },
  log: [],
};
const logLine = (entry: object) =>
  JSON.stringify({ level: 'info', code: 'Published', detailType: 'MO Message', requestId: 'r', ...entry });

describe('colour', () => {
  it.each([
    ['a terminal', { isTTY: true }, {}, '[32mx[39m'],
    ['a pipe', {}, {}, 'x'],
    ['a terminal with NO_COLOR', { isTTY: true }, { NO_COLOR: '1' }, 'x'],
  ])('for %s', (_, stream, environment, expected) => {
    expect(paintFor(stream, environment).good('x').replaceAll('\u001b', '')).toBe(expected);
  });
});

function consoleOf(stream: { readonly isTTY?: boolean } = {}) {
  const stdout: string[] = [];
  const stderr: string[] = [];
  const into = (list: string[]) => ({ write: (text: string) => void list.push(text) });
  return { output: new ConsoleOutput(paintFor(stream, {}), into(stdout), into(stderr)), stdout, stderr };
}
