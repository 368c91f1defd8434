// Some import the local cloud, which needs node:sqlite.
if (Number(process.versions.node.split('.')[0]) < 24)
  throw new Error(`The tests run on Node.js 24, and this is ${process.version}: type "npm test -- PATH".`);

// Whoever works on it may have deployed it, too: their settings are none of the tests'.
process.env.CALLBACKS_SETTINGS ??= 'none';
// CDK's own rules take half of the time of a synthesis. `npm run synth` and test/lib/vibes-callbacks-stack.test.ts apply them.
process.env.CDK_VALIDATION ??= 'false';

/** @type {import('jest').Config} */
module.exports = {
  testEnvironment: 'node',
  runtime: '<rootDir>/test/support/shared-cdk-runtime.cjs',
  testSequencer: '<rootDir>/test/support/slow-first.cjs',
  globalSetup: '<rootDir>/test/support/own-temporary-folder.ts',
  testMatch: ['<rootDir>/{test,packages/*/test,scripts/test}/**/*.test.ts'],
  // swc strips the types: TypeScript 7 has no compiler API for a transform that needs one.
  transform: { '^.+\\.[jt]s$': ['@swc/jest', { jsc: { target: 'es2022', parser: { syntax: 'typescript' } } }] },
  // Packages that have no CommonJS form.
  transformIgnorePatterns: ['/node_modules/(?!(@exodus/bytes|@rgrove/parse-xml)/)'],
  modulePathIgnorePatterns: [
    '<rootDir>/cdk.out',
    '<rootDir>/dist',
    '<rootDir>/packages/[^/]+/dist',
    '<rootDir>/.build',
    '<rootDir>/.local',
    '<rootDir>/.independent',
  ],
  collectCoverageFrom: ['lib/**/*.ts', 'lambda/**/*.ts', 'packages/*/src/**/*.ts', 'scripts/**/*.ts'],
  coverageReporters: ['text-summary'],
  maxWorkers: 2,
  // For what hangs: no test sets another, since a machine may be shared and slow.
  testTimeout: 600_000,
};
