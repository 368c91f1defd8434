import { type EditableTemplate, resourcesOf } from './patched-assembly';

/** Allows 198.51.100.7, as a deployment with that setting does: see the tests in `test/lib`. */
export function withTheAddress(template: EditableTemplate): void {
  for (const [, { Properties }] of resourcesOf(template, 'AWS::ApiGateway::RestApi')) {
    const { Statement } = Properties.Policy as { readonly Statement: readonly { readonly Condition?: Condition }[] };
    for (const { Condition } of Statement) Condition?.NotIpAddress?.['aws:SourceIp'].push('198.51.100.7/32');
  }
}

interface Condition {
  readonly NotIpAddress?: { readonly 'aws:SourceIp': string[] };
}
