import { localPlace } from '../../src/frame/local-place';

test.each([
  ['.local', ' --local'],
  ['/tmp/mine', ' --local --data /tmp/mine'],
  ['my data', " --local --data 'my data'"],
  ["it's", " --local --data 'it'\\''s'"],
])('a command for the data folder %s ends with %s', (folder, place) => {
  expect(localPlace(folder)).toBe(place);
});
