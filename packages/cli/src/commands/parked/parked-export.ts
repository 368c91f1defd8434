import { closeSync, existsSync, openSync, renameSync, rmSync, writeSync } from 'node:fs';
import { resolve } from 'node:path';
import { counted } from '@vibes-callbacks/local-cloud/text';
import { defineCommand, type OpsCommand } from '../../frame/command';
import type { CommonOptions } from '../../frame/context';
import { OpsError } from '../../frame/ops-error';
import { joinNeeds, stackNeeds } from '../../policy/needs';
import type { OpenedMessage, OpenedQueue } from '../../reads/opened-queue';
import { queueLevels } from '../../reads/queue';
import { countHeld, type ParkedKind } from './parked-kind';

/** Everything: a copy must be complete. */
const exportLimits = {
  messages: Number.POSITIVE_INFINITY,
  bytes: Number.POSITIVE_INFINITY,
  visibilitySeconds: 300,
};

export function parkedExport<Opened extends OpenedMessage, Queue extends OpenedQueue<Opened>>(
  kind: ParkedKind<Opened, Queue>,
): OpsCommand {
  return defineCommand<CommonOptions>({
    name: `${kind.word} export`,
    about: kind.about.export,
    argument: { name: '<file>', about: 'a new file; only its owner can read it' },
    example: `${kind.word} export ${kind.exampleFile}`,
    kind: 'reads',
    needs: joinNeeds(stackNeeds, kind.needs.look),
    run: async (context, _options, file) => {
      const path = resolve(context.io.directory, file);
      if (existsSync(path)) {
        throw new OpsError('file-exists', `${file} already exists: name a new file, or remove it.`);
      }
      const write = openPart(path, file);
      const queues = await kind.queues(context, await context.stack());
      const held = await countHeld((url) => queueLevels(context, url), queues);
      const opened: Opened[] = [];
      for (const queue of held === 0 ? [] : queues) opened.push(...(await queue.look(exportLimits)));
      context.io.interrupted.throwIfAborted();
      write(opened.map(({ message, letter }) => JSON.stringify({ ...letter, body: message.body })));
      context.note(`${file} has what real people wrote: keep it safe, and delete it when you are done.`);
      const left = Math.max(0, held - opened.length);
      if (left > 0)
        context.note(`About ${counted(left, 'is', 'are')} in flight and not in the file: export again in a minute.`);
      return {
        code: left === 0 ? 0 : 1,
        json: { file: path, exported: opened.length, moved: 0, left, failed: [] },
        text: () => `${opened.length} written to ${file}.`,
      };
    },
  });
}

/** Written to a temporary file and renamed, so that the file is always complete. */
function openPart(path: string, file: string): (lines: readonly string[]) => void {
  const part = `${path}.part`;
  try {
    rmSync(part, { force: true });
    closeSync(openSync(part, 'wx', 0o600));
    rmSync(part);
  } catch {
    throw new OpsError('file-not-writable', `Cannot write ${file}: name a file in an existing folder that is yours.`);
  }
  return (lines) => {
    const descriptor = openSync(part, 'wx', 0o600);
    for (const line of lines) writeSync(descriptor, `${line}\n`);
    closeSync(descriptor);
    renameSync(part, path);
  };
}
