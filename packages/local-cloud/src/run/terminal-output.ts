import type { AlarmChange } from '../aws/cloudwatch/alarms/alarm-message';
import type { Denial } from '../aws/iam/caller';
import { printable, printableLines } from '../base/text';
import type { DeliveryOutcome } from '../delivery/delivery-outcome';
import type { Answered } from '../gateway/gateway-server';
import type { Program } from './run-stack';

interface Out {
  write(text: string): unknown;
}

/** What the command shows: one line for each answer of the API, each step of an event and each change of an alarm. */
export class TerminalOutput implements Program {
  readonly #denied = new Set<string>();

  constructor(
    private readonly stdout: Out,
    private readonly stderr: Out,
    private readonly now: () => Date,
  ) {}

  // Called without `this`.
  readonly say = (text: string): void => void this.stdout.write(`${printableLines(text)}\n`);

  readonly onAnswer = ({ status, method, route }: Answered): void => this.#line(`${status}  ${method} ${route}`);

  readonly onDelivery = ({ ruleName, targetArn, step, detail }: DeliveryOutcome): void => {
    const target = targetArn.split(':').at(-1) ?? targetArn;
    const [reason = ''] = detail.split(/\r?\n/, 1);
    this.#line(`  → ${ruleName}  ${target} ${step}${reason === '' ? '' : `: ${reason}`}`);
  };

  /** An alarm's first data is not reported. */
  readonly onAlarms = (changes: readonly AlarmChange[]): void => {
    const news = changes.filter(({ from, to }) => from !== 'INSUFFICIENT_DATA' || to === 'ALARM');
    for (const { alarm, to, reason } of news) this.#line(`${to}  ${alarm.name}: ${reason}`);
  };

  /** Each kind of denial once. */
  readonly onDenied = ({ roleLogicalId, action, resource }: Denial): void => {
    const text = `AccessDenied: no policy of the template lets ${roleLogicalId} call ${action} on ${resource}`;
    if (this.#denied.has(text)) return;
    this.#denied.add(text);
    this.stderr.write(`${printable(text)}\n`);
  };

  readonly onError = (error: unknown): void => {
    const text = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
    this.stderr.write(`${printableLines(text)}\n`);
  };

  /** The data folder has it: `functions.log`, `events.jsonl`. */
  readonly onLine = (): void => undefined;
  readonly onEvent = (): void => undefined;
  readonly onReceive = (): void => undefined;
  readonly onFunctionError: Program['onFunctionError'] = (_received, { message }) =>
    this.onError(`A function failed: ${message.split(/\r?\n/, 1)[0]}`);

  #line(text: string): void {
    this.stdout.write(`${this.now().toTimeString().slice(0, 8)}  ${printable(text)}\n`);
  }
}
