// `npm start` of a clone: the local cloud, with an emulator of Vibes' Callback API.
// Dynamic, so that a missing package is reported in one sentence.
Promise.all([import('../../cli/src/start/main'), import('../src/vibes-api/serve-vibes-api')])
  .then(([{ main }, { vibesApi }]) => main(process.argv, { vibesApi }))
  .catch((error: unknown) => {
    const missing = /Cannot find (?:package|module) '([^']+)'/.exec(error instanceof Error ? error.message : '')?.[1];
    if (missing === undefined) throw error;
    console.error(`The package ${missing} is not installed: run "npm ci" first.`);
    process.exit(1);
  });
