import { chmodSync, writeFileSync } from 'node:fs';
import { IncomingMessage, ServerResponse } from 'node:http';
import { Socket } from 'node:net';
import { join } from 'node:path';
import type { FunctionConfig } from '../../src/lambda/function-config';
import { textLogging } from '../../src/lambda/logging';

/** A shell script in the place of Node.js: the test speaks for the runtime that would have run in it. */
export function scriptedNode(folder: string, script: string): string {
  const path = join(folder, 'node');
  writeFileSync(path, `#!/bin/sh\n${script}\n`);
  chmodSync(path, 0o755);
  return path;
}

/** A script that does nothing until it is killed. */
export const waits = 'exec sleep 600';

export function functionConfig(bundleDirectory: string, more: Partial<FunctionConfig> = {}): FunctionConfig {
  return {
    logicalId: 'Test',
    name: 'test',
    arn: 'arn:test',
    handler: 'index.handler',
    bundleDirectory,
    environment: {},
    timeoutMs: 60_000,
    memoryMb: 512,
    roleLogicalId: 'Role',
    logging: textLogging,
    ...more,
  };
}

/** What the runtime's `GET /invocation/next` is answered by. */
export const nextResponse = () => new ServerResponse(new IncomingMessage(new Socket()));
