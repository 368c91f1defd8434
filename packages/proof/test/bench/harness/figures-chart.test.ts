import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { SaxesParser } from 'saxes';
import { chartThemes, figuresChart } from '../../../src/bench/harness/figures-chart';
import type { Report } from '../../../src/bench/harness/report';

const root = join(__dirname, '..', '..', '..', '..', '..');
const report: Report = JSON.parse(readFileSync(join(root, 'packages', 'proof', 'src', 'bench', 'report.json'), 'utf8'));

/** The texts of an SVG. @throws Error where it is no XML */
function textsOf(svg: string): readonly string[] {
  const texts: string[] = [];
  const parser = new SaxesParser();
  parser.on('error', (error) => {
    throw error;
  });
  parser.on('text', (text) => texts.push(text.trim()));
  parser.write(svg).close();
  return texts.filter((text) => text !== '');
}

test.each(chartThemes)('the %s chart in docs/pictures is that of the kept report', (theme) => {
  const kept = readFileSync(join(root, 'docs', 'pictures', `figures-${theme}.svg`), 'utf8');
  expect(figuresChart(report, theme)).toBe(kept);
});

test('it shows what has an alternative and is better when smaller', () => {
  const texts = textsOf(figuresChart(report, 'light'));
  expect(texts).toContain('Consumer: AWS calls for a batch of ten');
  expect(texts).toContain('12 AWS calls');
  expect(texts.join()).not.toContain('callbacks/s');
  expect(texts.join()).not.toContain('Local run, 100');
});

test('what is worse than the alternative is shown as well', () => {
  expect(textsOf(figuresChart(report, 'dark'))).toContain('Reading an SMS document');
});

test('a name with a mark-up character stays a name', () => {
  const named = JSON.parse(JSON.stringify(report).replaceAll('postal-mime', '<b>&postal'));
  expect(textsOf(figuresChart(named, 'light')).join()).toContain('<b>&postal');
});
