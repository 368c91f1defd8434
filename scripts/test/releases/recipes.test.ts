import { type Recipe, recipes } from '../../releases/recipes';
import { stackTemplate } from '../../releases/stack-template';
import { type CfnTemplate, dangers, templateChanges } from '../../releases/template-changes';

function recipe(name: string): Recipe {
  const found = recipes.find((one) => one.name === name);
  if (found === undefined) throw new Error(`no recipe is named ${name}`);
  return found;
}

/** The template before, then that of each deployment. */
const templates = ({ before, steps }: Recipe) => [before, ...steps.map(({ props }) => props)].map(stackTemplate);

const outputs = ({ Outputs = {} }: CfnTemplate = { Resources: {} }) => Object.keys(Outputs);

function resourcesOf({ Resources }: CfnTemplate, type: string) {
  return Object.entries(Resources).filter(([, { Type }]) => Type === type);
}

function variable({ Resources }: CfnTemplate = { Resources: {} }, name: string): unknown {
  const functions = Object.values(Resources).filter(({ Type }) => Type === 'AWS::Lambda::Function');
  const all = Object.assign({}, ...functions.map(({ Properties }) => Object(Properties?.Environment).Variables));
  return all[name];
}

test.each(recipes.map(({ name }) => name))('%s: no deployment takes away data, a URL or a password', (name) => {
  const all = templates(recipe(name));
  const found = all.slice(1).map((next, index) => dangers(templateChanges(all[index] ?? next, next)));
  const last = found.pop();
  expect(found.flat()).toEqual([]);
  // The old stage's end, once Vibes calls the new one, is what its last deployment is for.
  expect(last?.map(({ type }) => type)).toEqual(name === 'another stage name' ? ['AWS::ApiGateway::Stage'] : []);
});

test('mutual TLS: both domains are open, and no certificate is needed, until the last deployment', () => {
  const [before, between, after] = templates(recipe('mutual TLS'));
  const closed = (template?: CfnTemplate) =>
    Object.values(template?.Resources ?? {}).find(({ Type }) => Type === 'AWS::ApiGateway::RestApi')?.Properties
      ?.DisableExecuteApiEndpoint;
  expect([before, between, after].map(closed)).toEqual([false, false, true]);
  expect([before, between, after].map((one) => variable(one, 'REQUIRE_CERTIFICATE'))).toEqual([
    'false',
    'false',
    'true',
  ]);
  expect(outputs(between)).toContain('PreviousEndpointUrl');
  expect(outputs(after)).not.toContain('PreviousEndpointUrl');
});

test('another stage name: the old stage is the very resource that it was, with its alarms', () => {
  const [before, between, after] = templates(recipe('another stage name'));
  const stages = (template?: CfnTemplate) =>
    template === undefined ? [] : resourcesOf(template, 'AWS::ApiGateway::Stage');
  const [[oldId, old] = []] = stages(before);
  expect(stages(between)).toHaveLength(2);
  expect(stages(between).find(([id]) => id === oldId)?.[1].Properties).toEqual(old?.Properties);
  expect(stages(after)).toEqual(stages(between).filter(([id]) => id !== oldId));
  expect(outputs(between)).toContain('PreviousEndpointUrl');
});

test('another user name: both names pass with the same password', () => {
  const [before, after] = templates(recipe('another user name'));
  expect(variable(before, 'MO_USER_NAME')).toBe('vibes');
  expect(variable(after, 'MO_USER_NAME')).toBe('vibes-eu');
});

test('RBM signatures: left out and put back, it is the secret that it was', () => {
  const [before, without, again] = templates(recipe('RBM signatures'));
  expect(variable(without, 'RBM_SECRET_ARN')).toBe('');
  expect(variable(again, 'RBM_SECRET_ARN')).toEqual(variable(before, 'RBM_SECRET_ARN'));
  expect(again).toEqual(before);
});
