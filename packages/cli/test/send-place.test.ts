import { withSendPlace } from '../src/send-place';

it.each([
  [
    ['send', 'mo-message-keyword'],
    ['send', 'mo-message-keyword', '--local'],
  ],
  [
    ['send', '--data', 'here'],
    ['send', '--data', 'here', '--local'],
  ],
  [
    ['send', '--local'],
    ['send', '--local'],
  ],
  [
    ['send', '--stack', 'Orders'],
    ['send', '--stack', 'Orders'],
  ],
  [
    ['send', '--profile=x'],
    ['send', '--profile=x'],
  ],
  [
    ['send', '--help'],
    ['send', '--help'],
  ],
  [['status'], ['status']],
])('%j is %j', (given, expected) => {
  expect(withSendPlace(given)).toEqual(expected);
});
