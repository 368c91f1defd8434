/** How wide a table may be: as the terminal, or as `COLUMNS` says; what is written into a file, as it likes. */
export function terminalWidth({ stdout, env }: Pick<NodeJS.Process, 'stdout' | 'env'> = process): number {
  return stdout.columns ?? (Number(env.COLUMNS) || Number.POSITIVE_INFINITY);
}
