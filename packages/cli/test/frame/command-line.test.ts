import { commandLines } from '../../src/frame/command-line';

const names = ['status', 'dead list', 'dead redrive', 'find', 'connect platform'];

it.each([
  [{}, 'npm run ops -- dead list'],
  [{ local: true }, 'npm run ops -- dead list --local'],
  [{ local: true, data: 'my data' }, "npm run ops -- dead list --local --data 'my data'"],
  [{ stack: 'Shop' }, 'npm run ops -- dead list --stack Shop'],
  [
    { stack: 'Shop', profile: 'ops', region: 'eu-west-1' },
    'npm run ops -- dead list --stack Shop --profile ops --region eu-west-1',
  ],
])('a command is for the place of the one that names it: %j', (options, line) => {
  expect(commandLines('npm run ops --', names, options).typed('"dead list" says why.')).toBe(`"${line}" says why.`);
});

it("a command of Vibes' API asks it as the one that names it did", () => {
  const options = { company: 'A', user: 'our user', api: 'https://api.example.com' };
  const { typed } = commandLines('npx vibes-callbacks', names, options);
  expect(typed('"connect platform --types person_added", then "status".')).toBe(
    `"npx vibes-callbacks connect platform --types person_added --company A --api https://api.example.com --user 'our user'", then "npx vibes-callbacks status".`,
  );
});

it('keeps the options of a command, and its argument', () => {
  const { commandLine, typed } = commandLines('npx vibes-callbacks', names, { local: true });
  expect(commandLine('dead redrive --all')).toBe('npx vibes-callbacks dead redrive --all --local');
  expect(typed('Then "dead redrive --all"; "find r-1" looks everywhere.')).toBe(
    'Then "npx vibes-callbacks dead redrive --all --local"; "npx vibes-callbacks find r-1 --local" looks everywhere.',
  );
});

it.each(['"aws sso login"', '"statuses"', 'the status', '{"username", "password"}', '"dead letters"'])(
  'leaves %s alone',
  (text) => expect(commandLines('npx vibes-callbacks', names, { local: true }).typed(text)).toBe(text),
);
