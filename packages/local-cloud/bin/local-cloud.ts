#!/usr/bin/env node
import { nodeComplaint } from '../src/base/least-node';

const complaint = nodeComplaint();
if (complaint === undefined) {
  void import('../src/run/main').then(({ main }) => main(process.argv));
} else {
  console.error(complaint);
  process.exitCode = 1;
}
