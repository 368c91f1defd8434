/**
 * The rooms of this repository and which of them each may import. The import rules, and the picture in
 * docs/ARCHITECTURE.md (`npm run docs`), are made from this table; an arrow that is not here is an error.
 */
module.exports = [
  { name: 'bin', path: 'bin', about: 'the CDK app', may: ['lib'] },
  { name: 'package', path: 'package', about: 'what the npm package exports', may: ['lib', 'lambda', 'cli'] },
  { name: 'lib', path: 'lib', about: 'the construct and the stack', may: ['lambda'] },
  { name: 'lambda', path: 'lambda', about: 'the functions', may: [] },
  { name: 'local-cloud', path: 'packages/local-cloud', about: 'runs a CDK stack on a laptop', may: [] },
  {
    name: 'cli',
    path: 'packages/cli',
    about: "start, send, the inbox page, the operator's commands",
    may: ['local-cloud', 'lambda', 'lib'],
  },
  {
    name: 'proof',
    path: 'packages/proof',
    about: 'simulator, conformance, fuzzer, benchmarks, cost',
    may: ['local-cloud', 'cli', 'lambda', 'lib'],
  },
  {
    name: 'scripts',
    path: 'scripts',
    about: 'documentation, package, release, checks',
    may: ['local-cloud', 'cli', 'proof', 'lambda', 'lib'],
  },
];
