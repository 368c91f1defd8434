import { paintFor } from '../../src/frame/paint';

it.each([
  ['on a terminal', { isTerminal: true, env: {} }, true],
  ['in a pipe', { isTerminal: false, env: {} }, false],
  ['with NO_COLOR', { isTerminal: true, env: { NO_COLOR: '1' } }, false],
  ['on a dumb terminal', { isTerminal: true, env: { TERM: 'dumb' } }, false],
])('%s', (_where, io, coloured) => {
  expect(paintFor(io).bad('x') !== 'x').toBe(coloured);
});
