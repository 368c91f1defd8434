/** What was done, counted. */
export interface Tally {
  readonly families: Record<string, { sent: number; acknowledged: number }>;
  /** By status; `none` where no answer came. */
  readonly answers: Record<string, number>;
  kills: number;
  faults: number;
  deployments: number;
  rotations: number;
  sweeps: number;
  redrives: number;
  reprocessed: number;
  lostNotifications: number;
  events: number;
}

export interface RandomReport {
  readonly seed: number;
  readonly minutes: number;
  readonly steps: number;
  /** False: it was interrupted before the check. */
  readonly isChecked: boolean;
  readonly tally: Tally;
  /** Where the data of a run with violations are. */
  readonly keptIn?: string;
  readonly violations: readonly { readonly what: string; readonly steps: readonly string[] }[];
}

export function emptyTally(): Tally {
  const counts = { kills: 0, faults: 0, deployments: 0, rotations: 0, sweeps: 0, redrives: 0, reprocessed: 0 };
  return { families: {}, answers: {}, ...counts, lostNotifications: 0, events: 0 };
}

export function isRandomSound({ isChecked, violations }: RandomReport): boolean {
  return isChecked && violations.length === 0;
}

/** Each violation with the steps that led to it, and the numbers in the last line. */
export function randomReportText(report: RandomReport): string {
  const { seed, minutes, violations, isChecked, keptIn } = report;
  const listed = violations.flatMap(({ what, steps }, index) => [
    `${index + 1}. ${what}`,
    ...shortened(steps).map((step) => `   ${step}`),
  ]);
  const again = `To reproduce: npm run conformance -- --random ${minutes} --seed ${seed}. The steps are the same; their timing is not.`;
  return [
    ...listed,
    ...(violations.length > 0 ? [again] : []),
    ...(keptIn === undefined ? [] : [`Its data (events.jsonl, functions.log, queues and objects): ${keptIn}`]),
    ...(isChecked ? [] : ['Interrupted: what was published was not checked.']),
    closingLine(report),
  ].join('\n');
}

const longestStory = 24;

/** Merges equal lines, and cuts the middle out of a long story. */
function shortened(all: readonly string[]): readonly string[] {
  const counts = new Map<string, number>();
  for (const line of all) counts.set(line, (counts.get(line) ?? 0) + 1);
  const steps = [...counts].map(([line, count]) => (count === 1 ? line : `${line} (${count} times)`));
  if (steps.length <= longestStory) return steps;
  const half = longestStory / 2;
  return [...steps.slice(0, half), `… ${steps.length - longestStory} more …`, ...steps.slice(-half)];
}

function closingLine({ seed, steps, tally, violations }: RandomReport): string {
  const families = Object.entries(tally.families).sort(([one], [other]) => (one < other ? -1 : 1));
  const sum = (of: 'sent' | 'acknowledged') => families.reduce((total, [, counts]) => total + counts[of], 0);
  const each = families.map(([name, { sent, acknowledged }]) => `${name} ${acknowledged}/${sent}`);
  const numbers = [
    `seed ${seed}`,
    `${steps} steps`,
    `sent ${sum('sent')}`,
    `answered 200 ${sum('acknowledged')} (${each.join(', ')})`,
    `events ${tally.events}`,
    `kills ${tally.kills}`,
    `faults ${tally.faults}`,
    `lost notifications ${tally.lostNotifications}`,
    `deployments ${tally.deployments}`,
    `rotations ${tally.rotations}`,
    `sweeps ${tally.sweeps}`,
    `redrives ${tally.redrives}`,
    `reprocessed ${tally.reprocessed}`,
    `violations ${violations.length}`,
  ];
  return numbers.join('; ');
}
