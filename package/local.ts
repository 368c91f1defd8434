/** What a test imports: the local cloud in a process of its own. */
export {
  type LocalCloud,
  type LocalCloudOptions,
  type PublishedEvent,
  startLocalCloud,
} from '../packages/cli/src/start-local-cloud';
