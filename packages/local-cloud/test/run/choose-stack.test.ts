import { chooseStack } from '../../src/run/choose-stack';

const stackNamed = (stackName: string) => ({ stackName, directory: '', templateFile: '', template: { Resources: {} } });
const [orders, news] = [stackNamed('Orders'), stackNamed('News')];

it('the only stack is chosen, or the one that is named', () => {
  expect(chooseStack(undefined)([orders])).toBe(orders);
  expect(chooseStack('News')([orders, news])).toBe(news);
});

it.each([
  ['no stack of that name', 'Other', [orders], 'There is no stack Other: the app has Orders.'],
  [
    'more than one',
    undefined,
    [orders, news],
    'The app has more than one stack (Orders, News): name one with --stack.',
  ],
  ['none', undefined, [], 'The app has no stack: add one.'],
])('%s is refused', (_what, name, stacks, sentence) => {
  expect(() => chooseStack(name)(stacks)).toThrow(sentence);
});
