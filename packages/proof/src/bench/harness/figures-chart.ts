import { type HeadlineFigure, headlineFigures } from './headline-figures';
import { type Report, threeDigits } from './report';

/** The two that GitHub shows pages in. */
export const chartThemes = ['light', 'dark'] as const;
export type ChartTheme = (typeof chartThemes)[number];

/** Contrast with the page of at least 4.5 for texts and 3 for bars. */
const colours: Readonly<Record<ChartTheme, { text: string; faint: string; ours: string; theirs: string }>> = {
  light: { text: '#1f2328', faint: '#59636e', ours: '#0969da', theirs: '#818b98' },
  dark: { text: '#f0f6fc', faint: '#9198a1', ours: '#4493f8', theirs: '#656c76' },
};

const [width, left, lineHeight, top] = [840, 330, 44, 36];
/** Pixels of the alternative's bar. */
const whole = 220;
const most = 1.6;

/** Bars of ours beside the usual alternatives', as SVG: what is counted in bytes, calls or time, so shorter is better. */
export function figuresChart(report: Report, theme: ChartTheme): string {
  const { faint } = colours[theme];
  const shown = headlineFigures(report).filter(isCompared);
  const height = top + shown.length * lineHeight + 8;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" role="img" font-family="system-ui, sans-serif" font-size="13">`,
    '<title>Ours beside the usual alternative: shorter is better</title>',
    `<text x="${left}" y="20" fill="${faint}">ours, above the usual alternative: shorter is better</text>`,
    ...shown.map((figure, index) => bars(figure, top + index * lineHeight, theme)),
    '</svg>',
    '',
  ].join('\n');
}

type Compared = HeadlineFigure & { readonly [Key in 'peer' | 'ratio']: NonNullable<HeadlineFigure[Key]> };

function isCompared(figure: HeadlineFigure): figure is Compared {
  return figure.peer !== undefined && figure.ratio !== undefined && !figure.unit.endsWith('/s');
}

function bars({ says, value, unit, peer, ratio }: Compared, y: number, theme: ChartTheme): string {
  const { text, faint, ours, theirs } = colours[theme];
  const length = Math.round(Math.min(ratio, most) * whole);
  return [
    `<text x="${left - 12}" y="${y + 20}" fill="${text}" text-anchor="end">${escaped(says)}</text>`,
    `<rect x="${left}" y="${y + 2}" width="${length}" height="13" rx="2" fill="${ours}"/>`,
    `<text x="${left + length + 6}" y="${y + 13}" fill="${text}">${threeDigits(value)} ${escaped(unit)}</text>`,
    `<rect x="${left}" y="${y + 18}" width="${whole}" height="13" rx="2" fill="${theirs}"/>`,
    `<text x="${left + whole + 6}" y="${y + 29}" fill="${faint}">${threeDigits(peer.value)} ${escaped(peer.name)}</text>`,
  ].join('\n');
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
}
