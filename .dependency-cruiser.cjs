/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
  forbidden: [
    { name: 'no-circular', severity: 'error', from: {}, to: { circular: true } },
    {
      name: 'lambda-stands-alone',
      severity: 'error',
      from: { path: '^lambda' },
      to: { path: '^(lib|bin|local|ops|tools|test)/' },
    },
    {
      name: 'shared-is-the-ground',
      comment: 'What both bundles contain knows neither of them, nor the reader.',
      severity: 'error',
      from: { path: '^lambda/shared' },
      to: { path: '^lambda/(?!shared/)' },
    },
    {
      name: 'reader-is-pure',
      comment: 'No AWS, no I/O in the reader: it is what the properties are tested on.',
      severity: 'error',
      from: { path: '^lambda/reader' },
      to: { path: '^lambda/(ingest|consumer|sweep|bundle)|@aws-sdk' },
    },
    {
      name: 'ingest-imports-only-shared-and-bundle',
      severity: 'error',
      from: { path: '^lambda/ingest' },
      to: { path: '^lambda/(consumer|sweep|reader)' },
    },
    {
      name: 'consumer-and-ingest-apart',
      severity: 'error',
      from: { path: '^lambda/consumer' },
      to: { path: '^lambda/(ingest|sweep)' },
    },
    {
      name: 'sweep-stands-alone',
      severity: 'error',
      from: { path: '^lambda/sweep' },
      to: { path: '^lambda/(ingest|consumer)' },
    },
    {
      name: 'handler-takes-ports',
      comment: 'AWS reaches a handler through deps.ts alone: nothing else in a function imports its aws folder.',
      severity: 'error',
      from: { path: '^lambda/(ingest|consumer|sweep)/[^/]+$', pathNot: '^lambda/(ingest|consumer|sweep)/deps[.]ts$' },
      to: { path: '@aws-sdk|^lambda/(ingest|consumer|sweep)/aws/' },
    },
    {
      name: 'aws-knows-no-handler',
      severity: 'error',
      from: { path: '^lambda/(ingest|consumer|sweep)/aws/' },
      to: { path: '^lambda/(ingest|consumer|sweep)/(index|deps|handler)' },
    },
    {
      name: 'callbacks-know-vibes-alone',
      comment: 'How Vibes writes its callbacks, for the simulator and the generators: nothing of the code under test.',
      severity: 'error',
      from: { path: '^tools/callbacks' },
      to: { path: '^(bin|lambda|lib|local|ops|package|test|tools/(?!callbacks/))' },
    },
    {
      name: 'simulator-judges-from-outside',
      comment: 'Decision 0011: a proof that computes with the code under test agrees with its mistakes.',
      severity: 'error',
      from: { path: '^tools/simulator' },
      to: { path: '^(lambda|lib|test|tools/generators)/' },
    },
    {
      name: 'lib-takes-contracts-of-lambda',
      comment:
        'The environments and the names of events and metrics, as types; of values the families and the schemas: test/imports.test.ts holds the second half.',
      severity: 'error',
      from: { path: '^lib' },
      to: {
        path: '^lambda',
        pathNot:
          '^lambda/((ingest|consumer|sweep)/env|reader/(callback|families|event-schemas)|shared/metric-names)[.]ts$',
      },
    },
    {
      name: 'local-reads-the-template-only',
      comment:
        'The local cloud knows the synthesized template, not the code that makes it. Its app shows the families.',
      severity: 'error',
      from: { path: '^local' },
      to: { path: '^(lib|lambda|ops|tools|bin|test)/', pathNot: '^lambda/reader/families[.]ts$' },
    },
    {
      name: 'only-the-app-shows-families',
      severity: 'error',
      from: { path: '^local/(?!app/)' },
      to: { path: '^lambda/' },
    },
    {
      name: 'local-has-one-door',
      comment:
        'Beside it stand the escape of a terminal, a count in words, the making of a folder, whether a process still runs, how a command names a local cloud, and the proof of a callback, which load nothing.',
      severity: 'error',
      from: { path: '^(bin|lib|ops|tools)/' },
      to: {
        path: '^local/',
        pathNot:
          '^local/(index|app/(main|callback-proof)|counted|end-with-this-process|local-place|make-folder|printable|process-identity)[.]ts$',
      },
    },
    {
      name: 'only-the-app-knows-vibes',
      comment: 'Nothing of the local cloud but its app and its composition imports the app.',
      severity: 'error',
      from: { path: '^local/', pathNot: '^local/(app/|index[.]ts$|local-cloud(-options)?[.]ts$)' },
      to: { path: '^local/app/' },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    // The parser does not read JSX: the page's logic is in its .ts files.
    exclude: { path: '[.]tsx$' },
    // TypeScript 7 has no compiler API for the default parser; swc does not tell type-only imports apart.
    parser: 'swc',
    tsPreCompilationDeps: true,
    enhancedResolveOptions: { extensions: ['.ts', '.js', '.mjs', '.cjs', '.json'] },
  },
};
