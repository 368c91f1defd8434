import { namedFunction } from '../../src/lambda/named-function';

const ids = ['Answer0A1B2C3D', 'AnswerLate11112222', 'VibesIngestFunction8881EE21', 'Plain'];

test.each([
  ['Answer0A1B2C3D', 'Answer0A1B2C3D'],
  ['Answer', 'Answer0A1B2C3D'],
  ['Vibes/Ingest/Function', 'VibesIngestFunction8881EE21'],
  ['ingest', 'VibesIngestFunction8881EE21'],
  ['LATE', 'AnswerLate11112222'],
  ['Plain', 'Plain'],
])('%s is %s', (name, id) => {
  expect(namedFunction(ids, name)).toBe(id);
});

test.each(['answer', 'Reply', '', '-'])('"%s" is the name of none, or of several', (name) => {
  expect(namedFunction(ids, name)).toBeUndefined();
});
