/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
  forbidden: [
    { name: 'no-circular', severity: 'error', from: {}, to: { circular: true } },
    {
      name: 'lambda-not-to-lib',
      severity: 'error',
      from: { path: '^lambda' },
      to: { path: '^(lib|bin|local|simulator|ops|bench|test)/' },
    },
    {
      name: 'core-is-pure',
      comment: 'No AWS, no I/O in the core: it is what the properties are tested on.',
      severity: 'error',
      from: { path: '^lambda/core' },
      to: { path: '^lambda/(adapters|ingest|consumer)|@aws-sdk' },
    },
    {
      name: 'adapters-know-no-handler',
      severity: 'error',
      from: { path: '^lambda/adapters' },
      to: { path: '^lambda/(ingest|consumer)/(index|deps|handler)' },
    },
    {
      name: 'ingest-and-consumer-apart',
      severity: 'error',
      from: { path: '^lambda/ingest' },
      to: { path: '^lambda/consumer' },
    },
    {
      name: 'consumer-and-ingest-apart',
      severity: 'error',
      from: { path: '^lambda/consumer' },
      to: { path: '^lambda/ingest' },
    },
    {
      name: 'handler-takes-ports',
      comment: 'AWS reaches a handler through deps.ts alone.',
      severity: 'error',
      from: { path: '^lambda/(ingest|consumer)/handler' },
      to: { path: '@aws-sdk|^lambda/adapters' },
    },
    {
      name: 'lib-takes-contracts-of-lambda',
      comment: 'The environments and the names in the core, as types only: test/imports.test.ts holds the second half.',
      severity: 'error',
      from: { path: '^lib' },
      to: { path: '^lambda', pathNot: '^lambda/((ingest|consumer)/env|core/(callback|metric-names))[.]ts$' },
    },
    {
      name: 'local-reads-the-template-only',
      comment: 'The local cloud knows the synthesized template, not the code that makes it.',
      severity: 'error',
      from: { path: '^local' },
      to: { path: '^(lib|lambda)/' },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    // TypeScript 7 has no compiler API for the default parser; swc does not tell type-only imports apart.
    parser: 'swc',
    tsPreCompilationDeps: true,
    enhancedResolveOptions: { extensions: ['.ts', '.js', '.mjs', '.cjs', '.json'] },
  },
};
