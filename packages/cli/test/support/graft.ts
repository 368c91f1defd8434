import type { Synthesized } from '../../../../test/lib/synth';
import type { EditableTemplate } from './patched-assembly';

/**
 * Adds to the template what a stack with other settings, or with a customer's resources, has besides: resources, outputs,
 * and the alarms that `CallbacksAtRisk` fires with. Nothing is bundled, so it is quick.
 */
export function graft(template: EditableTemplate, { resources, template: made }: Synthesized): void {
  template.Outputs = { ...made.toJSON().Outputs, ...template.Outputs };
  for (const [id, resource] of Object.entries(resources)) {
    const isNew = template.Resources[id] === undefined;
    if (isNew || resource.Type === 'AWS::CloudWatch::CompositeAlarm') {
      // `Stack` is the stack's name in `test/lib`.
      template.Resources[id] = JSON.parse(JSON.stringify(resource).replaceAll('"Stack-', '"VibesCallbacks-'));
    }
  }
}
