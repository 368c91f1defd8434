import { type Recipe, recipes } from '../releases/recipes';
import { stackTemplate } from '../releases/stack-template';
import { type ResourceChange, templateChanges } from '../releases/template-changes';
import { fillBlocks } from './fill-blocks';

/** What `npm run docs` writes of upgrades: what each recipe changes, from the templates themselves. */
export function upgradingDocs(upgrading: string): ReadonlyMap<string, string> {
  const blocks = new Map(recipes.map((recipe) => [recipe.name, recipeText(recipe)]));
  return new Map([['docs/UPGRADING.md', fillBlocks(upgrading, blocks)]]);
}

function recipeText({ before, steps }: Recipe): string {
  let deployed = stackTemplate(before);
  const texts = steps.map(({ settings, props }, index) => {
    const next = stackTemplate(props);
    const changes = templateChanges(deployed, next);
    deployed = next;
    return [`Deployment ${index + 1}, after \`npm run settings -- ${settings}\`:`, '', ...changes.map(line)].join('\n');
  });
  return texts.join('\n\n');
}

function line({ logicalId, type, does, properties }: ResourceChange): string {
  const what = properties.length === 0 ? '' : ` (${properties.join(', ')})`;
  return `- ${does} \`${logicalId}\`, ${type.replace('AWS::', '')}${what}`;
}
