/** The pages whose commands an operator types: at night, by day, and to recover or erase data. */
export const operatorPages = ['docs/RUNBOOK.md', 'docs/DEPLOYING.md', 'docs/DATA.md'] as const;

/** What an operator types: code blocks, also inside lists, and code in sentences. */
export function commandsOf(page: string): string[] {
  const blocks = [...page.matchAll(/^( *)```sh\n([\s\S]*?)^\1```/gm)].map(([, , code]) => code ?? '');
  const prose = page.replaceAll(/^( *)```[\s\S]*?^\1```/gm, '');
  const inline = [...prose.matchAll(/`((?:aws|npx|npm|git|logs|out) [^`]+)`/g)].map(([, code]) => code ?? '');
  return [...blocks, ...inline];
}

export const placeholder = (code: string) => code.replaceAll(/<[a-z][\w -]*>/gi, 'PLACEHOLDER');

export interface RunbookPart {
  readonly heading: string;
  readonly text: string;
}

export function partsOf(page: string): readonly RunbookPart[] {
  return page
    .split(/^## /m)
    .slice(1)
    .map((part) => ({ heading: part.slice(0, part.indexOf('\n')), text: part.slice(part.indexOf('\n') + 1) }));
}

/** Each `npm run ops -- …` of a page, in order, as the program gets it; `<…>` stays as written. */
export function opsLines(page: string): readonly (readonly string[])[] {
  const found = page.matchAll(/npm run ops -- (?<line>[^`\n#]+)/g);
  return [...found].map(({ groups }) => wordsOf(groups?.line ?? ''));
}

/** A placeholder of two words counts as one word. */
function wordsOf(line: string): readonly string[] {
  return line.match(/<[^>]+>|[^\s<]+/g) ?? [];
}
