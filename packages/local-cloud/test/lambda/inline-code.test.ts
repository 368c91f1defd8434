import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { inlineCodeFolder } from '../../src/lambda/inline-code';
import { temporaryFolder } from '../support/temporary-folder';

const newFolder = temporaryFolder();

describe('the folder of code in the template', () => {
  it('has it as index.js, a CommonJS module whatever is around', () => {
    const store = newFolder();
    writeFileSync(join(store, 'package.json'), '{"type":"module"}');
    const folder = inlineCodeFolder(store, "exports.handler = async () => 'ran';");
    expect(readdirSync(folder).sort()).toEqual(['index.js', 'package.json']);
    expect(readFileSync(join(folder, 'index.js'), 'utf8')).toBe("exports.handler = async () => 'ran';");
    expect(JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'))).toEqual({ type: 'commonjs' });
    expect(statSync(folder).mode & 0o777).toBe(0o700);
  });

  it('is the same for the same code, and another for other code', () => {
    const store = join(newFolder(), 'inline-functions');
    const folder = inlineCodeFolder(store, 'a');
    expect(inlineCodeFolder(store, 'a')).toBe(folder);
    expect(inlineCodeFolder(store, 'b')).not.toBe(folder);
  });
});
