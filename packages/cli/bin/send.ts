import { processIo } from '../src/frame/process-io';
import { runOps } from '../src/program';
import { withSendPlace } from '../src/send-place';

// A command's standard error is for the person who sends, who chose neither the SDK nor its Node.js.
process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED ??= 'true';

const script = { command: 'send', typed: 'npm run send --' };
runOps(withSendPlace(['send', ...process.argv.slice(2)]), processIo(), { script }).then((code) => {
  process.exitCode = code;
});
