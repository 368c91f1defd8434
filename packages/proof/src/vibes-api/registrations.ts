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

/** The page's other rule than one for each type: "up to 50 endpoints". */
const urlLimit = 50;

/** The registrations of one company, in memory. */
export class Registrations {
  private readonly byId = new Map<string, Registration>();

  constructor(
    private readonly onePerType: boolean,
    private readonly now: () => number,
  ) {}

  list(): readonly Registration[] {
    return [...this.byId.values()];
  }

  get(id: string): Registration | undefined {
    return this.byId.get(id);
  }

  /** @param id of the one that it replaces, or a new one. @returns the registration, or why there can be none */
  put(id: string, draft: RegistrationDraft, version: 1 | 2): Registration | string {
    const others = this.list().filter((one) => one.id !== id);
    if (this.onePerType && others.some(({ type }) => type === draft.type))
      return `A callback of the type ${draft.type} is already registered`;
    const urls = new Set([...others, draft].map(({ destination }) => destination.url));
    if (urls.size > urlLimit) return `No more than ${urlLimit} destination URLs can be registered`;
    const updatedAt = `${new Date(this.now()).toISOString().slice(0, 19)}Z`;
    const registration = { ...draft, id, version, createdAt: this.get(id)?.createdAt ?? updatedAt, updatedAt };
    this.byId.set(id, registration);
    return registration;
  }

  remove(id: string): void {
    this.byId.delete(id);
  }

  /** Those that an event of this type and scope goes to. */
  active(type: CallbackType, scope: Scope): readonly Registration[] {
    const now = this.now();
    return this.list().filter((one) => isFor(one, type, scope, now));
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
