import type { OpsContext } from '../../frame/context';
import type { DeployedStack } from '../../reads/stack';

/** What a check found; `unknown`: it could not be checked, and `detail` says why. */
export interface CheckResult {
  readonly name: string;
  readonly status: 'ok' | 'warn' | 'fail' | 'unknown';
  readonly detail: string;
  /** What to type, or to do. */
  readonly fix?: string;
}

export type Finding = Omit<CheckResult, 'name'>;

export interface Check {
  readonly name: string;
  look(context: OpsContext, stack: DeployedStack): Promise<Finding>;
}

export const ok = (detail: string): Finding => ({ status: 'ok', detail });
export const warn = (detail: string, fix: string): Finding => ({ status: 'warn', detail, fix });
export const fail = (detail: string, fix: string): Finding => ({ status: 'fail', detail, fix });
export const unknown = (detail: string): Finding => ({ status: 'unknown', detail });

/** A check that fails to run does not stop the others. */
export async function runCheck(context: OpsContext, stack: DeployedStack, check: Check): Promise<CheckResult> {
  try {
    return { name: check.name, ...(await check.look(context, stack)) };
  } catch (error) {
    return { name: check.name, ...unknown(context.explain(error)) };
  }
}
