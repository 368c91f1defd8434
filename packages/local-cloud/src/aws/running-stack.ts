import type { StackEvent } from '../stack/stack-events';
import type { Deployment } from '../template/deployment';
import type { Template } from '../template/template';

/** The stack as the services that describe it see it; replaced by a deployment. */
export interface RunningStack {
  readonly stackName: string;
  readonly template: Template;
  readonly deployment: Deployment;
  /** With the URLs that they have on this machine. */
  readonly outputs: Readonly<Record<string, string>>;
  readonly deployedAt: Date;
  /** What its deployments did since the start, oldest first. */
  readonly events: readonly StackEvent[];
}
