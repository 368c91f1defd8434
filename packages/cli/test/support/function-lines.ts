import { CloudWatchLogsClient, FilterLogEventsCommand } from '@aws-sdk/client-cloudwatch-logs';
import { clientOptions, type OpsCloud } from './ops-cloud';

/** Finds log lines as the runbook's `logs` does. */
export async function functionLines(
  cloud: OpsCloud,
  output: 'IngestLogGroupName' | 'ConsumerLogGroupName' | 'OutcomesLogGroupName',
  filterPattern: string,
): Promise<readonly string[]> {
  const logs = new CloudWatchLogsClient(clientOptions(cloud.dataDir));
  const command = new FilterLogEventsCommand({ logGroupName: cloud.outputs[output], filterPattern });
  const { events = [] } = await logs.send(command);
  return events.map(({ message = '' }) => message);
}

/** The runbook's search for a function's last words. */
export const lastWords = '?"platform.report" ?errorType';
