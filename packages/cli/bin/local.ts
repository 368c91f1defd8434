// Dynamic, so that a missing package can be reported in a sentence.
import('../src/start/main')
  .then(({ main }) => main(process.argv))
  .catch((error: unknown) => {
    const missing = /Cannot find (?:package|module) '([^']+)'/.exec(error instanceof Error ? error.message : '')?.[1];
    if (missing === undefined) throw error;
    console.error(`The package ${missing} is not installed: run "npm ci" first.`);
    process.exit(1);
  });
