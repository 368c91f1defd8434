import { errorCode } from '../../../lambda/shared/error-code';

const named = (name: string, extra: object = {}) => Object.assign(new Error('+15555550100'), { name }, extra);

test.each([
  ['the name of an AWS error', named('AccessDeniedException'), 'AccessDeniedException'],
  ['also one with dots', named('AWS.SimpleQueueService.NonExistentQueue'), 'AWS.SimpleQueueService.NonExistentQueue'],
  ["Node's code of a plain error", named('Error', { code: 'ECONNREFUSED' }), 'ECONNREFUSED'],
  ['the name before the code', named('TimeoutError', { code: 'ECONNRESET' }), 'TimeoutError'],
  ['nothing of a plain error', named('Error'), 'Error'],
  ['nothing of a name that quotes', named('+15555550100 is wrong'), 'Unknown'],
  ['nothing of a code that is not text', named('Error', { code: 15555550100 }), 'Unknown'],
  ['nothing of what is not an error', '+15555550100', 'Unknown'],
  ['nothing of nothing', undefined, 'Unknown'],
])('is %s', (_what, error, code) => expect(errorCode(error)).toBe(code));
