import { nodeComplaint } from '../../src/base/least-node';

it.each(['22.13.0', '22.20.1', '24.0.0', '26.1.0'])('Node.js %s will do', (version) =>
  expect(nodeComplaint(version)).toBeUndefined(),
);

it.each(['20.20.2', '22.12.9', '22.9.0'])('Node.js %s is too old, and the sentence says which is needed', (version) =>
  expect(nodeComplaint(version)).toBe(
    `The local cloud needs Node.js 22.13 or later, and this is v${version}: install a newer one.`,
  ),
);
