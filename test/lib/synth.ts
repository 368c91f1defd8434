import { createHash } from 'node:crypto';
import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Stack } from 'aws-cdk-lib';
import type { Template } from 'aws-cdk-lib/assertions';
import type { VibesCallbacks } from '../../lib/vibes-callbacks';
import type { VibesCallbacksProps } from '../../lib/vibes-callbacks-props';

export interface Synthesized {
  readonly template: Template;
  readonly resources: Readonly<Record<string, Resource>>;
}

export interface TemplateJson {
  readonly Resources: Readonly<Record<string, Resource>>;
}

export type Extend = (callbacks: VibesCallbacks, stack: Stack) => void;

export interface Resource {
  readonly Type: string;
  readonly Properties: Readonly<Record<string, unknown>>;
  readonly DeletionPolicy?: string;
  readonly UpdateReplacePolicy?: string;
  readonly DependsOn?: readonly string[];
}

/** The template of the service's own stack, with what `extend` adds. */
export function synthesize(props: VibesCallbacksProps = {}, extend?: Extend): Synthesized {
  const json = extend === undefined ? synthesizeOnce(props) : synthNow().synthesizeNow(props, extend);
  return {
    get template() {
      const { Template } = jest.requireActual<typeof import('aws-cdk-lib/assertions')>('aws-cdk-lib/assertions');
      return Template.fromJSON(json);
    },
    resources: json.Resources,
  };
}

/**
 * Once for all test files of a run, which share its temporary folder: a file that finds the template there need not load
 * the CDK, which takes longer than the synthesis.
 */
function synthesizeOnce(props: VibesCallbacksProps): TemplateJson {
  const name = createHash('sha256').update(JSON.stringify(props)).digest('hex');
  const path = join(tmpdir(), `${name}.template.json`);
  if (!existsSync(path)) {
    const text = JSON.stringify(synthNow().synthesizeNow(props, () => undefined));
    writeFileSync(`${path}.${process.pid}`, text);
    renameSync(`${path}.${process.pid}`, path);
  }
  return JSON.parse(readFileSync(path, 'utf8'));
}

function synthNow() {
  return jest.requireActual<typeof import('./synth-now')>('./synth-now');
}

export function ofType({ resources }: Synthesized, type: string): readonly [string, Resource][] {
  return Object.entries(resources).filter(([, { Type }]) => Type === type);
}

/** The one resource of a type whose logical id contains `part`. */
export function theOnly(synthesized: Synthesized, type: string, part = ''): [string, Resource] {
  const found = ofType(synthesized, type).filter(([id]) => id.includes(part));
  const [first] = found;
  if (first === undefined || found.length > 1) throw new Error(`${found.length} of ${type} ${part}`);
  return first;
}
