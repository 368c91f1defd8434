import type { AssembledStack } from '../../../local-cloud/src/template/cloud-assembly';
import { chooseStack } from '../../src/start/choose-stack';

function stack(stackName: string, source?: string): AssembledStack {
  const Archive = { Type: 'AWS::Events::Archive', Properties: { EventPattern: { source: [source] } } };
  const template = { Resources: source === undefined ? {} : { Archive } };
  return { directory: '/assembly', stackName, template, templateFile: `${stackName}.template.json` };
}

const [plain, callbacks, more] = [
  stack('Plain'),
  stack('Callbacks', 'vibes.callbacks'),
  stack('More', 'vibes.callbacks'),
];

test('the only stack is the one', () => {
  expect(chooseStack(undefined)([plain])).toBe(plain);
});

test('of several stacks the one with callbacks is', () => {
  expect(chooseStack(undefined)([plain, callbacks, stack('Other', 'orders')])).toBe(callbacks);
});

test('also one that archives what senders say of their messages', () => {
  const EventPattern = { $or: [{ source: ['vibes.callbacks'] }, { 'detail-type': ['Message Submitted'] }] };
  const Archive = { Type: 'AWS::Events::Archive', Properties: { EventPattern } };
  const outcomes = { ...stack('Outcomes'), template: { Resources: { Archive } } };
  expect(chooseStack(undefined)([plain, outcomes])).toBe(outcomes);
});

test('a stack may be named', () => {
  expect(chooseStack('More')([plain, callbacks, more])).toBe(more);
});

test.each([
  ['another name', 'Nobody', [plain, callbacks], 'There is no stack Nobody: the app has Plain, Callbacks.'],
  ['no callbacks', undefined, [plain, plain], 'No stack of the app has a VibesCallbacks in it'],
  ['an empty app', undefined, [], '(its stacks: none)'],
  ['callbacks twice', undefined, [callbacks, more], 'name one of Callbacks, More with --stack.'],
])('%s is refused with a sentence', (_, name, stacks, sentence) => {
  expect(() => chooseStack(name)(stacks)).toThrow(sentence);
});
