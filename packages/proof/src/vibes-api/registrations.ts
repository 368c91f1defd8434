import type { CallbackType } from './callback-types';
import type { RegistrationDraft, Scope } from './read-request';

/** A registration as the company has it. */
export interface Registration extends RegistrationDraft {
  readonly id: string;
  /** `X-API-Version` of the call that made it: no answer of the API shows it. */
  readonly version: 1 | 2;
  readonly createdAt: string;
  readonly updatedAt: string;
}

export interface RegistrationRules {
  /** "One callback can be registered per callback type, per company account." @default false: "up to 50 endpoints" */
  readonly onePerType?: boolean;
}

/** The page's other rule. */
const urlLimit = 50;

/** The registrations of one company, in memory. */
export class Registrations {
  private readonly byId = new Map<string, Registration>();

  constructor(
    private readonly rules: RegistrationRules,
    private readonly newId: () => string,
    private readonly now: () => number,
  ) {}

  list(): readonly Registration[] {
    return [...this.byId.values()];
  }

  get(id: string): Registration | undefined {
    return this.byId.get(id);
  }

  /** @returns the registration, or why there can be none */
  add(draft: RegistrationDraft, version: 1 | 2): Registration | string {
    const refusal = this.refusal(draft);
    if (refusal !== undefined) return refusal;
    const at = this.timestamp();
    const registration = { ...draft, id: this.newId(), version, createdAt: at, updatedAt: at };
    this.byId.set(registration.id, registration);
    return registration;
  }

  /** @returns the registration, or why it is refused; undefined if the id is unknown */
  replace(id: string, draft: RegistrationDraft, version: 1 | 2): Registration | string | undefined {
    const old = this.byId.get(id);
    if (old === undefined) return undefined;
    const refusal = this.refusal(draft, id);
    if (refusal !== undefined) return refusal;
    const registration = { ...draft, id, version, createdAt: old.createdAt, updatedAt: this.timestamp() };
    this.byId.set(id, registration);
    return registration;
  }

  remove(id: string): Registration | undefined {
    const old = this.byId.get(id);
    this.byId.delete(id);
    return old;
  }

  /** Those that an event of this type and scope goes to. */
  active(type: CallbackType, scope: Scope): readonly Registration[] {
    const now = this.now();
    return this.list().filter((one) => isFor(one, type, scope, now));
  }

  private refusal(draft: RegistrationDraft, except?: string): string | undefined {
    const others = this.list().filter(({ id }) => id !== except);
    if (this.rules.onePerType && others.some(({ type }) => type === draft.type)) {
      return `A callback of the type ${draft.type} is already registered`;
    }
    const urls = new Set([...others.map(({ destination }) => destination.url), draft.destination.url]);
    return urls.size > urlLimit ? `No more than ${urlLimit} destination URLs can be registered` : undefined;
  }

  private timestamp(): string {
    return `${new Date(this.now()).toISOString().slice(0, 19)}Z`;
  }
}

/** Whether an event of this type and scope goes to the registration: one without a member of the scope takes all. */
export function isFor(one: Registration, type: CallbackType, scope: Scope, nowMs: number): boolean {
  return (
    one.type === type &&
    (one.startDate === null || Date.parse(one.startDate) <= nowMs) &&
    (one.endDate === null || Date.parse(one.endDate) > nowMs) &&
    Object.entries(scope).every(([name, value]) => one.scope[name] === undefined || one.scope[name] === value)
  );
}
