/** A CPU profile as V8 writes it, as far as it is read here. */
export interface CpuProfile {
  readonly nodes: readonly ProfileNode[];
  /** By V8's monotonic clock, in µs; `process.hrtime` goes by the same. */
  readonly startTime: number;
  readonly samples: readonly number[];
  readonly timeDeltas: readonly number[];
}

interface ProfileNode {
  readonly id: number;
  readonly callFrame: { readonly functionName: string; readonly url: string };
  readonly children?: readonly number[];
}

export interface Window {
  readonly fromUs: number;
  readonly toUs: number;
}

export const unattributed = 'Node.js: sockets, HTTP, garbage';

/** Whose a file is; the first that matches, so packages that several use are last. */
const stages: readonly (readonly [stage: string, files: RegExp])[] = [
  ['SQS emulator', /\/local\/aws\/(sqs|s3)\/|\/node_modules\/(fauxqs|fastify|light-my-request|find-my-way|@fastify)\//],
  [
    'DynamoDB emulator',
    /\/local\/aws\/dynamodb\/|\/node_modules\/(dynalite|classic-level|abstract-level|level[\w-]*|lock)\//,
  ],
  ['events', /\/local\/aws\/events\//],
  ['AWS server', /\/local\/aws\//],
  ['gateway', /\/local\/gateway\//],
  ['Lambda runtime API', /\/local\/lambda\//],
  ['event source mapping', /\/local\/event-source\/|\/node_modules\/(@aws-sdk|@smithy|@aws)\//],
  ['console', /\/local\/cli\//],
];

/**
 * The share of each stage in what a process was busy with. A sample counts for the nearest caller whose file is known;
 * what Node.js begins by itself (reading sockets, parsing HTTP, collecting garbage) has none.
 */
export function stageShares(profile: CpuProfile, { fromUs, toUs }: Window): ReadonlyMap<string, number> {
  const stageOf = stagesOfNodes(profile.nodes);
  const times = new Map<string, number>();
  let now = profile.startTime;
  profile.samples.forEach((id, index) => {
    const delta = profile.timeDeltas[index] ?? 0;
    now += delta;
    const stage = stageOf.get(id);
    if (stage !== undefined && now >= fromUs && now <= toUs) times.set(stage, (times.get(stage) ?? 0) + delta);
  });
  const total = [...times.values()].reduce((sum, time) => sum + time, 0);
  return new Map([...times].map(([stage, time]) => [stage, time / total]));
}

/** The stage of each node; none for idle ones. */
function stagesOfNodes(nodes: readonly ProfileNode[]): ReadonlyMap<number, string> {
  const byId = new Map(nodes.map((node) => [node.id, node]));
  const stageOf = new Map<number, string>();
  const [root] = nodes;
  const open: (readonly [node: ProfileNode | undefined, inherited: string])[] = [[root, unattributed]];
  for (let entry = open.pop(); entry !== undefined; entry = open.pop()) {
    const [node, inherited] = entry;
    if (node === undefined || node.callFrame.functionName === '(idle)') continue;
    const stage = stages.find(([, files]) => files.test(node.callFrame.url))?.[0] ?? inherited;
    stageOf.set(node.id, stage);
    for (const child of node.children ?? []) open.push([byId.get(child), stage]);
  }
  return stageOf;
}
