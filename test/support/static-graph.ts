import type { Metafile } from 'esbuild';

type Outputs = Metafile['outputs'];

/** The outputs that a bundle loads at its start: the entry, and what it reaches without a dynamic import. */
export function staticOutputs({ outputs }: Metafile): Outputs {
  const entry = Object.keys(outputs).find((path) => path === 'index.mjs' || path.endsWith('/index.mjs')) ?? '';
  const reached = new Map<string, Outputs[string]>();
  const visit = (path: string): void => {
    const output = outputs[path];
    if (output === undefined || reached.has(path)) return;
    reached.set(path, output);
    for (const { kind, path: next } of output.imports) if (kind === 'import-statement') visit(beside(next));
  };
  visit(entry);
  return Object.fromEntries(reached);
}

/** What is bundled apart is imported as a file in the same folder. */
function beside(path: string): string {
  return path.replace(/^\.\//, '');
}

/** The source files whose code is in them. */
export function sourcesOf(outputs: Outputs): readonly string[] {
  return Object.values(outputs).flatMap(({ inputs }) =>
    Object.entries(inputs)
      .filter(([, { bytesInOutput }]) => bytesInOutput > 0)
      .map(([path]) => path),
  );
}
