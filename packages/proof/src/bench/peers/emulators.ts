// fauxqs and dynalite as their documentation starts them, on disk, in this process; tells its parent `{ sqs: port, dynamodb: port }`.
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import dynalite from 'dynalite';

const [dataDir = ''] = process.argv.slice(2);

main();
// The parent holds the other end: when it is gone, so is this process.
process.on('disconnect', () => process.exit());

async function main(): Promise<void> {
  process.send?.({ sqs: await startSqs(), dynamodb: await startDynamoDb() });
}

/** With the local cloud's own setting, no fsync for each commit: without it the peer would be slower than what it is in. */
async function startSqs(): Promise<number> {
  const { exec } = DatabaseSync.prototype;
  DatabaseSync.prototype.exec = function (sql) {
    exec.call(this, sql);
    if (sql.startsWith('PRAGMA journal_mode')) exec.call(this, 'PRAGMA synchronous = NORMAL');
  };
  const { startFauxqs } = await import('fauxqs');
  const server = await startFauxqs({ port: 0, logger: false, dataDir: join(dataDir, 'sqs') });
  server.createQueue('limit', { attributes: { VisibilityTimeout: '90' } });
  return server.port;
}

async function startDynamoDb(): Promise<number> {
  const server = dynalite({ path: join(dataDir, 'dynamodb'), createTableMs: 0 });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('dynalite listens on no port');
  return address.port;
}
