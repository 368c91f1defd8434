import { type HeadlineFigure, headlineFigures } from './headline-figures';
import { type Report, threeDigits } from './report';

const begin = '<!-- figures:begin -->';
const end = '<!-- figures:end -->';

/**
 * The page with the report's figures between its marks.
 * @throws Error when it has no marks, or the report lacks a figure
 */
export function withFigures(page: string, report: Report): string {
  const [before, rest] = [page.indexOf(begin), page.indexOf(end)];
  if (before < 0 || rest < before) throw new Error(`the page has no ${begin} … ${end}`);
  return `${page.slice(0, before)}${begin}\n${table(report)}\n${page.slice(rest)}`;
}

function table(report: Report): string {
  const { date, node, cores, cpu, load } = report;
  return [
    '| | ours | beside | ratio | goal |',
    '|---|---:|---:|---:|---|',
    ...headlineFigures(report).map(line),
    '',
    `${date}, Node.js ${node}, ${cores} × ${cpu}, load ${load.toFixed(1)} before the run.`,
  ].join('\n');
}

function line({ says, value, unit, peer, ratio, goal }: HeadlineFigure): string {
  const beside = peer === undefined ? '' : `${threeDigits(peer.value)} (${peer.name})`;
  const verdict = goal === undefined ? '' : `${goal.text}: ${goal.isMet ? 'met' : '**missed**'}`;
  return `| ${[says, `${threeDigits(value)} ${unit}`, beside, threeDigits(ratio), verdict].join(' | ')} |`;
}
