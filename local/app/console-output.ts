import type { AlarmChange } from '../aws/cloudwatch/alarms/alarm-message';
import type { Denial } from '../aws/local-aws';
import type { Answered } from '../gateway/gateway-server';
import { alarmLines } from './alarm-lines';
import { answerLine, outcomeLine, type Paint } from './callback-lines';

/** What a person sees: one line a callback, and what goes wrong, each kind of denial once. */
export class ConsoleOutput {
  readonly #denials = new Set<string>();

  constructor(
    private readonly paint: Paint,
    private readonly stdout: { write(text: string): void } = process.stdout,
    private readonly stderr: { write(text: string): void } = process.stderr,
  ) {}

  print(text: string | undefined): void {
    if (text !== undefined) this.stdout.write(`${text}\n`);
  }

  answered(answer: Answered): void {
    this.print(answerLine(answer, this.paint));
  }

  functionLine(line: string): void {
    this.print(outcomeLine(line, this.paint));
  }

  alarmsChanged(changes: readonly AlarmChange[]): void {
    for (const line of alarmLines(changes, this.paint)) this.print(line);
  }

  denied({ roleLogicalId, action, resource }: Denial): void {
    const sentence = `AccessDenied: no policy of the template lets ${roleLogicalId} call ${action} on ${resource}`;
    if (this.#denials.has(sentence)) return;
    this.#denials.add(sentence);
    this.stderr.write(`${this.paint.bad(sentence)}\n`);
  }

  complain(error: unknown): void {
    const text = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
    this.stderr.write(`${this.paint.bad(text)}\n`);
  }
}
