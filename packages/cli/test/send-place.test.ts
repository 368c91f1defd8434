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
  [
    ['send', '--list'],
    ['send', '--list'],
  ],
  [
    ['send', '--list', '--data', 'here'],
    ['send', '--list', '--data', 'here', '--local'],
  ],
  [['status'], ['status']],
])('%j is %j', (given, expected) => {
  expect(withSendPlace(given)).toEqual(expected);
});
