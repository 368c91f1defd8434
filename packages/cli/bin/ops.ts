import { processIo } from '../src/frame/process-io';
import { runOps } from '../src/program';

// A command's standard error is for the operator, who chose neither the SDK nor its Node.js.
process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED ??= 'true';

runOps(process.argv.slice(2), processIo()).then((code) => {
  process.exitCode = code;
});
