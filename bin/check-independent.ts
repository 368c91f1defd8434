// A second opinion on what this project says of AWS, from tools that nobody here wrote. What cannot be installed (no
// Python, no Java, no network) is skipped in one line and fails nothing.
import { checkDeployment } from '../tools/second-opinions/check-deployment';
import { checkLedger, checkQueues } from '../tools/second-opinions/check-engines';
import { checkEventPatterns } from '../tools/second-opinions/check-event-patterns';
import { checkTemplates } from '../tools/second-opinions/check-template';
import { type Outcome, reportOf } from '../tools/second-opinions/outcome';
import { javaTool, npmTool, pythonTool } from '../tools/second-opinions/tools';

async function checkAll(): Promise<readonly Outcome[]> {
  const [python, npm, java] = await Promise.all([pythonTool(), npmTool(), javaTool()]);
  return [
    ...(await checkTemplates(python)),
    await checkDeployment(python),
    await checkLedger(java, npm),
    ...(await checkQueues(python, npm)),
    await checkEventPatterns(java),
  ];
}

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
