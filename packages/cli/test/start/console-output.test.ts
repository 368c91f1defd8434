import type { DeliveryOutcome } from '../../../local-cloud/src/delivery/delivery-outcome';
import { paintFor } from '../../src/frame/paint';
import { ConsoleOutput } from '../../src/start/console-output';
import type { FunctionLine } from '../../src/start/function-line';

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
    ['a server', (output: ConsoleOutput) => output.forwarded({ ids: undefined, outcome: 'given-up', detail: evil })],
    ['a denial', (output: ConsoleOutput) => output.denied({ roleLogicalId: evil, action: evil, resource: evil })],
    ['a sentence', (output: ConsoleOutput) => output.print(evil)],
    ['an error', (output: ConsoleOutput) => output.complain(new Error(evil))],
  ])('does nothing on the terminal: %s', (_what, say) => {
    for (const isTerminal of [true, false]) {
      const { output, stdout, stderr } = consoleOf(isTerminal);
      say(output);
      const text = [...stdout, ...stderr].join('');
      expect(text).toContain(shown);
      // biome-ignore lint/suspicious/noControlCharactersInRegex: colours of our own are all that may be there
      expect(text.replace(/\u001b\[\d{1,2}m/g, '').replaceAll('\n', '')).not.toMatch(/\p{Cc}/u);
    }
  });

  it('makes no line of its own, unless it is an error of several', () => {
    const { output, stdout } = consoleOf();
    output.functionLine(logLine({ requestId: evil }));
    expect(stdout).toHaveLength(1);
    expect(stdout[0]?.trim().split('\n')).toHaveLength(1);
  });
});

describe('a line of a function', () => {
  it('of ours tells what became of a callback', () => {
    const { output, stdout } = consoleOf();
    output.functionLine(logLine({}));
    expect(stdout).toEqual([expect.stringMatching(/ 200 {2}MO Message +published {2}r\n$/)]);
  });

  it('of a repeat has Vibes’ id, also where an earlier run published the callback', () => {
    const { output, stdout } = consoleOf();
    const repeat = { code: 'DuplicateDropped', eventId: 'of an earlier run', identity: 'mo#vibes-1#-' };
    output.functionLine(logLine(repeat));
    output.functionLine(logLine({ ...repeat, identity: `mo#${'0'.repeat(64)}#-` }));
    expect(stdout.map((line) => line.trim().split('  ').at(-1))).toEqual(['vibes-1 r', 'r']);
  });

  it('of the user’s own says nothing here, however much it looks like one of ours', () => {
    const { output, stdout } = consoleOf();
    output.functionLine({ ...logLine({}), isOfCallbacks: false });
    expect(stdout).toEqual([]);
  });

  it('of the user’s own does not end the wait of a callback for its publication', () => {
    let nowMs = 0;
    const { output, stdout } = consoleOf(false, () => new Date(nowMs));
    output.functionLine(logLine({ code: 'Stored', route: '/sms/mo' }));
    output.functionLine({ ...logLine({}), isOfCallbacks: false });
    output.functionLine(logLine({ code: 'Retried' }));
    nowMs = 5000;
    output.levels({ deadLetterQueue: { visible: 0 } }, 'ops');
    expect(stdout).toEqual([expect.stringContaining('waiting in the queue')]);
  });
});

const answered = { requestId: 'r', method: 'POST', route: '/', status: 403, errorMetric: undefined } as const;
const delivery: DeliveryOutcome = {
  ...{ busArn: 'b', ruleName: 'rule', targetId: 't', targetArn: 'arn', eventId: 'e', event: '{}' },
  ...{ step: 'delivered', attempts: 1, detail: '' },
  log: [],
};
const logLine = (more: object): FunctionLine => {
  const entry = { code: 'Published', detailType: 'MO Message', requestId: 'r', ...more };
  return { line: JSON.stringify(entry), entry, isOfCallbacks: true };
};

function consoleOf(isTerminal = false, now = () => new Date(0)) {
  const stdout: string[] = [];
  const stderr: string[] = [];
  const into = (list: string[]) => ({ write: (text: string) => void list.push(text) });
  return {
    output: new ConsoleOutput(paintFor({ isTerminal, env: {} }), ' --local', into(stdout), into(stderr), now),
    stdout,
    stderr,
  };
}
