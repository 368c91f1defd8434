const Runtime = require('jest-runtime').default;

const cdk = /^(?:aws-cdk-lib|cdk-nag|constructs)(?:\/|$)/;
const { env } = process;

/**
 * Jest's runtime, except that it loads the CDK once in each worker instead of once in each test file: loading takes longer
 * than most of the tests that need it. The CDK reads the environment that the test file sees.
 */
module.exports = class SharedCdkRuntime extends Runtime {
  constructor(config, environment, ...rest) {
    super(config, environment, ...rest);
    process.env = environment.global.process.env;
  }

  requireModuleOrMock(from, name) {
    return cdk.test(name) ? require(name) : super.requireModuleOrMock(from, name);
  }

  requireActual(from, name) {
    return cdk.test(name) ? require(name) : super.requireActual(from, name);
  }

  teardown() {
    process.env = env;
    super.teardown();
  }
};
