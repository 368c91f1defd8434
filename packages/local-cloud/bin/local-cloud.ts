#!/usr/bin/env node
/** The first release whose `require` takes ES modules and whose node:sqlite needs no flag. */
const leastNode = [22, 13] as const;

const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
if (major < leastNode[0] || (major === leastNode[0] && minor < leastNode[1])) {
  console.error(
    `The local cloud needs Node.js ${leastNode.join('.')} or later, and this is ${process.version}: install a newer one.`,
  );
  process.exitCode = 1;
} else {
  void import('../src/run/main').then(({ main }) => main(process.argv));
}
