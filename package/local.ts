import type { LocalCloud, LocalCloudOptions } from '@vibes-callbacks/cli/local';

/** What a test imports: the local cloud in a process of its own. It is in the package `@vibes-callbacks/cli`. */
export type {
  AwsAccess,
  Callback,
  LocalCloud,
  LocalCloudOptions,
  PublishedEvent,
  SendAnswer,
  SendOptions,
} from '@vibes-callbacks/cli/local';

/**
 * Starts the local cloud in a process of its own, and waits until callbacks are accepted.
 * @throws Error with the sentence that it ended with, or with the command that installs it
 */
export async function startLocalCloud(options?: LocalCloudOptions): Promise<LocalCloud> {
  return commands().startLocalCloud(options);
}

/** By `require`: Jest refuses `import()` without a flag. */
function commands(): typeof import('@vibes-callbacks/cli/local') {
  try {
    return require('@vibes-callbacks/cli/local');
  } catch (cause) {
    if ((cause as { readonly code?: unknown }).code !== 'MODULE_NOT_FOUND') throw cause;
    throw new Error(
      'The local cloud is in a package of its own. Install it first: npm install --save-dev @vibes-callbacks/cli',
      { cause },
    );
  }
}
