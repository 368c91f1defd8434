import { processIo } from '../../cli/src/frame/process-io';
import { runOps } from '../../cli/src/program';

const [aheadMs, ...argv] = process.argv.slice(2);

runOps(argv, { ...processIo(), now: () => Date.now() + Number(aheadMs) }).then((code) => {
  process.exitCode = code;
});
