import { compileJsonPattern } from './json-pattern';
import { type LineTest, refused } from './line-test';

/**
 * Compiles a filter pattern of CloudWatch Logs: nothing (every line), terms, or a JSON pattern in braces.
 * @throws AwsError for what is not known here: space-delimited patterns in brackets, regular expressions
 */
export function compileFilterPattern(pattern: string): LineTest {
  const text = pattern.trim();
  if (text === '') return () => true;
  if (text.startsWith('{')) return compileJsonPattern(text);
  if (text.startsWith('[')) throw refused(pattern, 'patterns in brackets');
  return compileTerms(text, pattern);
}

/** Every term must be there, those after `-` must not, and of those after `?` one must (user guide, "Match terms"). */
function compileTerms(text: string, pattern: string): LineTest {
  const terms = readTerms(text, pattern);
  const of = (sign: string) => terms.filter((term) => term.sign === sign).map(({ word }) => word);
  const [wanted, unwanted, optional] = [of(''), of('-'), of('?')];
  return (line) =>
    wanted.every((word) => line.includes(word)) &&
    !unwanted.some((word) => line.includes(word)) &&
    // Beside terms that must be there, optional ones decide nothing.
    (optional.length === 0 || wanted.length > 0 || optional.some((word) => line.includes(word)));
}

interface Term {
  readonly sign: string;
  readonly word: string;
}

const termPattern = /([-?]?)(?:"((?:[^"\\]|\\.)*)"|([A-Za-z0-9_]+))(?:\s+|$)/y;

function readTerms(text: string, pattern: string): readonly Term[] {
  const terms: Term[] = [];
  termPattern.lastIndex = 0;
  while (termPattern.lastIndex < text.length) {
    const found = termPattern.exec(text);
    if (found === null)
      throw refused(pattern, 'terms with other characters than letters, digits and _, unless in quotes');
    const [, sign = '', quoted, plain = ''] = found;
    terms.push({ sign, word: quoted === undefined ? plain : quoted.replace(/\\(.)/g, '$1') });
  }
  return terms;
}
