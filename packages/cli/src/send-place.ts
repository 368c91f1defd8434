/**
 * Adds `--local` to `send` unless a stack, profile or Region is named, so that a forgotten option never sends a sample to
 * AWS.
 */
export function withSendPlace(argv: readonly string[]): readonly string[] {
  const isPlaced = argv.some((word) => /^--(local|stack|profile|region|help)\b/.test(word));
  return argv[0] === 'send' && !isPlaced ? [...argv, '--local'] : argv;
}
