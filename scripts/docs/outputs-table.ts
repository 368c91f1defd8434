import { routes } from '../../lib/callback-routes';
import type { VibesCallbacksStackProps } from '../../lib/vibes-callbacks-stack';
import { markdownTable } from '../../packages/proof/src/support/markdown-table';
import { stackTemplate } from '../releases/stack-template';

/** Which setting adds an output, as the table says it. */
const addedBy: Readonly<Record<string, string>> = {
  RbmSecretArn: '`rbmSecret`',
  CustomDomainTarget: '`domainName`',
  PreviousApiStageName: '`previousStageName`',
  PreviousEndpointUrl: '`keepDefaultEndpoint`, `previousStageName`',
  RedeliveryBusName: 'a subscription',
  OutcomesTableName: '`messageOutcomes`',
  OutcomesQueueUrl: '`messageOutcomes`',
  OutcomesFunctionName: '`messageOutcomes`',
  OutcomesLogGroupName: '`messageOutcomes`',
};

const elsewhere: readonly string[] = [...routes.map(({ output }) => output), 'EndpointUrl', 'Version', 'Commit'];

const everything: VibesCallbacksStackProps = {
  stageName: 'v2',
  previousStageName: 'callbacks',
  rbmSecret: 'create',
  messageOutcomes: true,
  mutualTls: {
    domainName: 'callbacks.example.com',
    certificateArn: 'arn:aws:acm:us-east-1:123456789012:certificate/11111111-2222-4333-8444-555555555555',
    truststoreUri: 's3://trust-bucket/vibes/ca.pem',
    keepDefaultEndpoint: true,
  },
};

/**
 * The outputs that the page does not name elsewhere, with the descriptions of the template.
 * @throws Error that names an output for which `addedBy` is wrong
 */
export function outputsTable(): string {
  const always = outputsOf({});
  const rows = Object.entries(outputsOf(everything))
    .filter(([name]) => !elsewhere.includes(name))
    .map(([name, description]) => {
      const setting = addedBy[name];
      if ((setting === undefined) !== Object.hasOwn(always, name)) throw new Error(`which setting adds ${name}?`);
      return [`\`${name}\``, description, setting ?? ''];
    });
  return markdownTable(['output', 'what', 'only with'], rows);
}

function outputsOf(props: VibesCallbacksStackProps): Readonly<Record<string, string>> {
  const outputs = stackTemplate(props).Outputs ?? {};
  return Object.fromEntries(Object.entries(outputs).map(([name, { Description = '' }]) => [name, Description]));
}
