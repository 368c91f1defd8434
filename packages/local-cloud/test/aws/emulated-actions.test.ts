import { existsSync, readdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { createDynamoDbService } from '../../src/aws/dynamodb/dynamodb-service';
import type { TablesEmulator } from '../../src/aws/dynamodb/tables-emulator';
import type { QueuesAndObjects } from '../../src/aws/sqs/fauxqs-emulator';
import { createSqsService } from '../../src/aws/sqs/sqs-service';
import { deployTemplate } from '../../src/template/deploy-template';

const deployment = deployTemplate({ Resources: {} }, { endpoint: 'http://127.0.0.1:1' });

/** Each action of an emulator is a file of its package: `sendMessage.js`. */
const actionsIn = (path: string) => {
  const folders = (createRequire(__filename).resolve.paths(path) ?? []).map((folder) => join(folder, path));
  return readdirSync(folders.find((folder) => existsSync(folder)) ?? path)
    .filter((name) => name.endsWith('.js'))
    .map((name) => name.charAt(0).toUpperCase() + name.slice(1, -'.js'.length))
    .sort();
};

it('SQS has the actions of its emulator, and the tasks that move messages', () => {
  const emulator: QueuesAndObjects = Object.create({});
  const own = ['CancelMessageMoveTask', 'ListMessageMoveTasks', 'StartMessageMoveTask'];
  expect(createSqsService(deployment, emulator).actions).toEqual(
    [...actionsIn('fauxqs/dist/sqs/actions'), ...own].sort(),
  );
});

it('DynamoDB has the actions of its emulator', () => {
  const emulator: TablesEmulator = Object.create({});
  expect(createDynamoDbService(deployment, emulator).actions).toEqual(actionsIn('dynalite/actions'));
});
