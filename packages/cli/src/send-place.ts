/**
 * Adds `--local` to `send` unless a stack, profile or Region is named, so that a forgotten option never sends a sample to
 * AWS. A list of the samples needs no place.
 */
export function withSendPlace(argv: readonly string[]): readonly string[] {
  const has = (name: RegExp) => argv.some((word) => name.test(word));
  const isPlaced = has(/^--(local|stack|profile|region|help)\b/);
  const isListOnly = has(/^--list$/) && !has(/^--data\b/);
  return argv[0] === 'send' && !isPlaced && !isListOnly ? [...argv, '--local'] : argv;
}
