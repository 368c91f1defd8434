// A second opinion on what this project says of AWS, from tools that nobody here wrote. What cannot be installed (no
// Python, no Java, no network) is skipped in one line and fails nothing.
import { checkAwsCli } from '../tools/second-opinions/check-aws-cli';
import { checkDeployment } from '../tools/second-opinions/check-deployment';
import { checkLedger, checkQueues } from '../tools/second-opinions/check-engines';
import { checkEventPatterns } from '../tools/second-opinions/check-event-patterns';
import { checkTemplates } from '../tools/second-opinions/check-template';
import { checkMinistack } from '../tools/second-opinions/ministack/check-ministack';
import { type CheckOutcome, reportOf } from '../tools/second-opinions/outcome';
import { javaTool, npmTool, pythonTool } from '../tools/second-opinions/tools';

async function checkAll(): Promise<readonly CheckOutcome[]> {
  const tools = [pythonTool('aws'), pythonTool('checkov'), npmTool(), javaTool()] as const;
  const [aws, checkov, npm, java] = await Promise.all(tools);
  return [
    ...(await checkTemplates({ aws, checkov, npm })),
    await checkDeployment(aws),
    await checkMinistack(aws),
    await checkAwsCli(aws),
    await checkLedger(java, npm),
    ...(await checkQueues(aws, npm)),
    await checkEventPatterns(java),
  ];
}

// So that servers that were started end with it.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => process.exit(1));

checkAll().then(
  (outcomes) => {
    process.stdout.write(reportOf(outcomes));
    process.exitCode = outcomes.some(({ status }) => status === 'failed') ? 1 : 0;
  },
  (error: unknown) => {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    process.exitCode = 1;
  },
);
