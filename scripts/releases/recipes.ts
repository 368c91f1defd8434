import type { MutualTls } from '../../lib/vibes-callbacks-props';
import type { VibesCallbacksStackProps } from '../../lib/vibes-callbacks-stack';

/** A change of settings that loses no callback, deployment by deployment. */
export interface Recipe {
  /** Also the name of its block in docs/UPGRADING.md. */
  readonly name: string;
  readonly before: VibesCallbacksStackProps;
  readonly steps: readonly RecipeStep[];
}

export interface RecipeStep {
  /** What is written at `npm run settings --` before the deployment. */
  readonly settings: string;
  readonly props: VibesCallbacksStackProps;
}

const mutualTls: MutualTls = {
  domainName: 'callbacks.example.com',
  certificateArn: 'arn:aws:acm:us-east-1:123456789012:certificate/11111111-2222-4333-8444-555555555555',
  truststoreUri: 's3://trust-bucket/vibes/ca.pem',
};

export const recipes: readonly Recipe[] = [
  {
    name: 'mutual TLS',
    before: {},
    steps: [
      {
        settings: 'domainName=… certificateArn=… truststoreUri=… keepDefaultEndpoint=true',
        props: { mutualTls: { ...mutualTls, keepDefaultEndpoint: true } },
      },
      { settings: 'keepDefaultEndpoint=', props: { mutualTls } },
    ],
  },
  {
    name: 'another stage name',
    before: {},
    steps: [
      {
        settings: 'stageName=v2 previousStageName=callbacks',
        props: { stageName: 'v2', previousStageName: 'callbacks' },
      },
      { settings: 'previousStageName=', props: { stageName: 'v2' } },
    ],
  },
  {
    name: 'another user name',
    before: {},
    steps: [{ settings: 'moUserName=vibes-eu', props: { moUserName: 'vibes-eu' } }],
  },
  {
    name: 'RBM signatures',
    before: { rbmSecret: 'create' },
    steps: [
      { settings: 'rbmSecret=', props: {} },
      { settings: 'rbmSecret=create', props: { rbmSecret: 'create' } },
    ],
  },
  {
    name: 'more addresses',
    before: { extraAddresses: ['203.0.113.9'] },
    steps: [
      { settings: 'extraAddresses=', props: {} },
      { settings: 'extraAddresses=203.0.113.9', props: { extraAddresses: ['203.0.113.9'] } },
    ],
  },
];
