import { writeLog } from '../../../lambda/shared/log';

afterEach(() => jest.restoreAllMocks());

test('a log line is one line of JSON', () => {
  const write = jest.spyOn(process.stdout, 'write').mockReturnValue(true);
  writeLog({ code: 'Stored', requestId: 'a\nb' });
  expect(write.mock.calls).toEqual([['{"code":"Stored","requestId":"a\\nb"}\n']]);
});
