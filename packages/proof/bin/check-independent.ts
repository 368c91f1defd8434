import { checkAwsCli } from '../src/second-opinions/check-aws-cli';
import { checkDeployment } from '../src/second-opinions/check-deployment';
import { checkLedger, checkQueues } from '../src/second-opinions/check-engines';
import { checkEventPatterns } from '../src/second-opinions/check-event-patterns';
import { checkPythonConsumer } from '../src/second-opinions/check-python-consumer';
import { checkTemplates } from '../src/second-opinions/check-template';
import { checkMinistack } from '../src/second-opinions/ministack/check-ministack';
import { type CheckOutcome, reportOf } from '../src/second-opinions/outcome';
import { javaTool, npmTool, pythonTool } from '../src/second-opinions/tools';
import { commandLine, exitOnSignals, runMain } from '../src/support/run-main';

const about =
  'Checks what this project assumes about AWS with independent tools: cfn-lint, cfn-guard, checkov, moto, MiniStack, the AWS CLI, DynamoDB Local and others. What cannot be installed (no Python, no Java, no network) is skipped in one line and fails nothing.';

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
    await checkPythonConsumer(aws),
  ];
}

runMain(async (argv) => {
  commandLine('npm run check:independent --', about).parse(argv, { from: 'user' });
  exitOnSignals('Interrupted: nothing was reported.');
  const outcomes = await checkAll();
  process.stdout.write(reportOf(outcomes));
  return outcomes.some(({ status }) => status === 'failed') ? 1 : 0;
});
