import fc, { type AsyncCommand } from 'fast-check';
import type { ClaimFault, CompleteFault, Protocol, PublishFault } from './protocol';

/** Commands act on the protocol alone: it is the model and holds the real ledger. */
type Command = AsyncCommand<Protocol, Protocol, false>;

/** The same relative place in a list of any length. */
const at = <T>(list: readonly T[], index: number): T | undefined => list[index % list.length];

class Deliver implements Command {
  constructor(
    readonly id: string,
    readonly digest: string,
  ) {}
  check = () => true;
  async run(protocol: Protocol) {
    protocol.deliver(this.id, this.digest);
  }
  toString = () => `deliver(${this.id} ${this.digest})`;
}

class Receive implements Command {
  constructor(
    readonly index: number,
    readonly fault: ClaimFault,
    readonly skewMs: number,
  ) {}
  check = (protocol: Readonly<Protocol>) => protocol.visible().length > 0;
  async run(protocol: Protocol) {
    const message = at(protocol.visible(), this.index);
    if (message !== undefined) await protocol.receive(message, this.fault, this.skewMs);
  }
  toString = () => `receive(${this.index} ${this.fault} ${this.skewMs})`;
}

class Publish implements Command {
  constructor(
    readonly index: number,
    readonly fault: PublishFault,
    readonly late: boolean,
  ) {}
  private readonly ready = (protocol: Readonly<Protocol>) =>
    protocol.alive(this.late).filter(({ publication }) => publication === undefined);
  check = (protocol: Readonly<Protocol>) => this.ready(protocol).length > 0;
  async run(protocol: Protocol) {
    const worker = at(this.ready(protocol), this.index);
    if (worker !== undefined) protocol.publish(worker, this.fault);
  }
  toString = () => `publish(${this.index} ${this.fault}${this.late ? ' late' : ''})`;
}

class Complete implements Command {
  constructor(
    readonly index: number,
    readonly fault: CompleteFault,
    readonly late: boolean,
  ) {}
  private readonly ready = (protocol: Readonly<Protocol>) =>
    protocol.alive(this.late).filter(({ publication }) => publication !== undefined);
  check = (protocol: Readonly<Protocol>) => this.ready(protocol).length > 0;
  async run(protocol: Protocol) {
    const worker = at(this.ready(protocol), this.index);
    if (worker !== undefined) await protocol.complete(worker, this.fault);
  }
  toString = () => `complete(${this.index} ${this.fault}${this.late ? ' late' : ''})`;
}

class Pass implements Command {
  constructor(readonly ms: number) {}
  check = () => true;
  async run(protocol: Protocol) {
    protocol.nowMs += this.ms;
  }
  toString = () => `pass(${this.ms} ms)`;
}

const mostly = <T>(usual: T, ...rare: T[]) =>
  fc.oneof({ weight: 3, arbitrary: fc.constant(usual) }, { weight: 1, arbitrary: fc.constantFrom(...rare) });
const index = fc.nat(5);
const late = mostly(false, true);
/** Workers' clocks may differ from each other by the two seconds that a lease is longer than its invocation. */
const skewMs = fc.integer({ min: -1_000, max: 1_000 });

/** New callbacks, retries and other content of a few identities; workers that do well, fail, crash and outlive their lease. */
export function protocolCommands() {
  const content = fc.tuple(fc.constantFrom('a', 'b'), mostly('one', 'other'));
  const crashes = ['crash-before', 'crash-after'] as const;
  const deliver = content.map((given) => new Deliver(...given));
  const receive = fc.tuple(index, mostly<ClaimFault>('none', ...crashes), skewMs).map((given) => new Receive(...given));
  const publish = fc
    .tuple(index, mostly<PublishFault>('none', ...crashes, 'refused', 'answer-lost'), late)
    .map((given) => new Publish(...given));
  const complete = fc
    .tuple(index, mostly<CompleteFault>('none', ...crashes, 'not-written'), late)
    .map((given) => new Complete(...given));
  const pass = fc.constantFrom(100, 5_000, 20_000, 91_000).map((ms) => new Pass(ms));
  // Steps of workers as often again as what they need: most commands find something to do.
  const steps = [deliver, deliver, receive, receive, receive, publish, publish, complete, complete, pass];
  return fc.commands<Protocol, Protocol, false>(steps, { maxCommands: 60, size: 'max' });
}
