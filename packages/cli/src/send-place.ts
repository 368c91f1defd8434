/**
 * The words of `send`: samples go to the local cloud unless a stack is named, so that leaving out an option never sends one
 * to AWS.
 */
export function withSendPlace(argv: readonly string[]): readonly string[] {
  const isPlaced = argv.some((word) => /^--(local|stack|profile|region|help)\b/.test(word));
  return argv[0] === 'send' && !isPlaced ? [...argv, '--local'] : argv;
}
