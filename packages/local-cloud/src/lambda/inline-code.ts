import { createHash } from 'node:crypto';
import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { makeFolder } from '../base/make-folder';
import { replaceFile } from '../base/replace-file';

/** Where the code of a function is, as a folder. */
export interface CodeFolders {
  /** Of the asset that `Code.S3Key` names. */
  ofAsset(objectKey: string): string;
  /** Of what `Code.ZipFile` has. */
  ofText(text: string): string;
}

/**
 * The folder of code that is inline in the template, written if it does not exist: one `index.js`, a CommonJS module
 * (CloudFormation's reference of `Code`), regardless of the package around the folder.
 */
export function inlineCodeFolder(store: string, text: string): string {
  const folder = join(store, createHash('sha256').update(text).digest('hex').slice(0, 16));
  const file = join(folder, 'index.js');
  if (existsSync(file)) return folder;
  makeFolder(folder, 0o700);
  writeFileSync(join(folder, 'package.json'), '{"type":"commonjs"}');
  replaceFile(file, text);
  return folder;
}
