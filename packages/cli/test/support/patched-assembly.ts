import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { synthesize } from '../../src/start/synthesize';

const root = resolve(__dirname, '..', '..', '..', '..');

export interface EditableResource {
  readonly Type: string;
  Properties: Record<string, unknown>;
}

export interface EditableTemplate {
  readonly Resources: Record<string, EditableResource>;
  Outputs?: Record<string, unknown>;
}

/** A copy of the synthesized stack with an edited template, as after a change in `lib/`. */
export async function patchedAssembly(
  edit: (template: EditableTemplate) => void,
  directory: string,
  context: Readonly<Record<string, string>> = {},
): Promise<string> {
  cpSync(await synthesize({ projectDirectory: root, context }), directory, { recursive: true });
  const path = join(directory, 'VibesCallbacks.template.json');
  const template: EditableTemplate = JSON.parse(readFileSync(path, 'utf8'));
  edit(template);
  writeFileSync(path, JSON.stringify(template));
  return directory;
}

/** The resources of a type, with their logical ids. */
export function resourcesOf(
  template: EditableTemplate,
  type: string,
): readonly (readonly [string, EditableResource])[] {
  return Object.entries(template.Resources).filter(([, { Type }]) => Type === type);
}
