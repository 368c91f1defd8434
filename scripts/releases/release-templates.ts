import type { VibesCallbacksStackProps } from '../../lib/vibes-callbacks-stack';
import { stackTemplate } from './stack-template';
import { type CfnTemplate, preciousTypes } from './template-changes';

/** What is kept of a release: for each variant of the settings, what holds data or a URL. */
export type ReleaseTemplates = Readonly<Record<string, CfnTemplate>>;

/** The settings that each release is kept with. A name keeps its settings, else releases could not be compared. */
export const variants: Readonly<Record<string, VibesCallbacksStackProps>> = {
  default: {},
  everything: {
    alarmEmail: 'oncall@example.com',
    vibesRegion: 'both',
    extraAddresses: ['203.0.113.9'],
    rbmSecret: 'create',
    mutualTls: {
      domainName: 'callbacks.example.com',
      certificateArn: 'arn:aws:acm:us-east-1:123456789012:certificate/11111111-2222-4333-8444-555555555555',
      truststoreUri: 's3://trust-bucket/vibes/ca.pem',
    },
  },
  named: { stageName: 'v2', moUserName: 'vibes-eu' },
  destroyable: { removalPolicy: 'destroy' },
};

export function releaseTemplates(): ReleaseTemplates {
  return Object.fromEntries(
    Object.entries(variants).map(([name, props]) => [name, onlyPrecious(stackTemplate(props))] as const),
  );
}

/** The rest of a template can be made again: it need not be kept. */
export function onlyPrecious({ Resources, Outputs = {} }: CfnTemplate): CfnTemplate {
  const kept = Object.entries(Resources).filter(([, { Type }]) => preciousTypes.includes(Type));
  return { Resources: Object.fromEntries(kept.map(([id, resource]) => [id, withoutMetadata(resource)])), Outputs };
}

function withoutMetadata<Resource extends object>(resource: Resource): Resource {
  return { ...resource, Metadata: undefined };
}
