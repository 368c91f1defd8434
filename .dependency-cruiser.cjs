const rooms = require('./scripts/rooms.cjs');

/** One rule a room: it imports itself and the rooms that its row names, and nothing else of this repository. */
const betweenRooms = rooms.map(({ name, path, may }) => {
  const others = rooms.filter((room) => room.name !== name && !may.includes(room.name)).map((room) => room.path);
  return {
    name: `${name}-imports-what-its-row-allows`,
    comment: 'The table is scripts/rooms.cjs.',
    severity: 'error',
    from: { path: `^${path}/`, pathNot: '/test/' },
    to: { path: `^(${[...others, 'test'].join('|')})/` },
  };
});

/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
  forbidden: [
    ...betweenRooms,
    { name: 'no-circular', severity: 'error', from: {}, to: { circular: true } },
    {
      name: 'packages-have-doors',
      comment: 'Code outside of the local cloud imports what its package.json exports.',
      severity: 'error',
      from: { pathNot: '^packages/local-cloud/|/test/|^test/' },
      to: {
        path: '^packages/local-cloud/src/',
        pathNot: '^packages/local-cloud/src/((index|process|text)|run/(index|start-local-cloud))[.]ts$',
      },
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
      comment: 'No AWS and no I/O in the reader: it is what the properties are tested on.',
      severity: 'error',
      from: { path: '^lambda/reader' },
      to: { path: '^lambda/(ingest|consumer|sweep|outcomes|bundle)|@aws-sdk' },
    },
    {
      name: 'ingest-imports-only-shared-and-bundle',
      severity: 'error',
      from: { path: '^lambda/ingest' },
      to: { path: '^lambda/(consumer|sweep|outcomes|reader)' },
    },
    {
      name: 'consumer-and-ingest-apart',
      severity: 'error',
      from: { path: '^lambda/consumer' },
      to: { path: '^lambda/(ingest|sweep|outcomes)' },
    },
    {
      name: 'sweep-stands-alone',
      severity: 'error',
      from: { path: '^lambda/sweep' },
      to: { path: '^lambda/(ingest|consumer|outcomes)' },
    },
    {
      name: 'outcomes-stand-alone',
      severity: 'error',
      from: { path: '^lambda/outcomes' },
      to: { path: '^lambda/(ingest|consumer|sweep)' },
    },
    {
      name: 'handler-takes-ports',
      comment: 'Only deps.ts of a function imports its aws folder.',
      severity: 'error',
      from: {
        path: '^lambda/(ingest|consumer|sweep|outcomes)/[^/]+$',
        pathNot: '^lambda/(ingest|consumer|sweep|outcomes)/deps[.]ts$',
      },
      to: { path: '@aws-sdk|^lambda/(ingest|consumer|sweep|outcomes)/aws/' },
    },
    {
      name: 'aws-knows-no-handler',
      severity: 'error',
      from: { path: '^lambda/(ingest|consumer|sweep|outcomes)/aws/' },
      to: { path: '^lambda/(ingest|consumer|sweep|outcomes)/(index|deps|handler)' },
    },
    {
      name: 'vibes-knows-nothing-of-ours',
      comment: 'How Vibes writes its callbacks, and the event that each must become: nothing of the code under test.',
      severity: 'error',
      from: { path: '^packages/proof/src/vibes/' },
      to: { path: '^(lambda|lib|package)/|^packages/(?!proof/src/vibes/)' },
    },
    {
      name: 'simulator-judges-from-outside',
      comment: 'Decision 0011: a proof that computes with the code under test agrees with its mistakes.',
      severity: 'error',
      from: { path: '^packages/proof/src/simulator' },
      to: { path: '^(lambda|lib|packages/proof/src/fuzz)/' },
    },
    {
      name: 'lib-takes-contracts-of-lambda',
      comment:
        'The environments and the names of events and metrics, as types; of values the families, the MO route and the schemas: test/imports.test.ts holds the second half.',
      severity: 'error',
      from: { path: '^lib' },
      to: {
        path: '^lambda',
        pathNot:
          '^lambda/((challenge|ingest|consumer|sweep|outcomes)/env|reader/(callback|families|event-schemas)|shared/(metric-names|mo-route))[.]ts$',
      },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    // The parser does not read JSX: the page's logic is in its .ts files.
    exclude: { path: '[.]tsx$|/test/|^packages/[^/]+/dist/' },
    // TypeScript 7 has no compiler API for the default parser; swc does not tell type-only imports apart.
    parser: 'swc',
    tsPreCompilationDeps: true,
    enhancedResolveOptions: {
      extensions: ['.ts', '.js', '.mjs', '.cjs', '.json'],
      exportsFields: ['exports'],
      conditionNames: ['import', 'require', 'node', 'default'],
    },
  },
};
