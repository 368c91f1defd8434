// `npm start` of a clone: the local cloud, with the samples and the stand-in for Vibes' Callback API.
// Dynamic, so that a missing package is reported in one sentence.
Promise.all([
  import('../../cli/src/start/main'),
  import('../../cli/bin/samples'),
  import('../src/vibes-api/serve-vibes-api'),
])
  .then(([{ main }, { samples }, { vibesApi }]) => main(process.argv, { samples, vibesApi }))
  .catch((error: unknown) => {
    const missing = /Cannot find (?:package|module) '([^']+)'/.exec(error instanceof Error ? error.message : '')?.[1];
    if (missing === undefined) throw error;
    console.error(`The package ${missing} is not installed: run "npm ci" first.`);
    process.exit(1);
  });
