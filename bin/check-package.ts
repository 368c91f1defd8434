import { checkPackage } from '../tools/package/check-package';

// npm run check:package: the package as a stranger gets it, in a folder outside of the project.
checkPackage().then((failed) => {
  process.exitCode = failed === 0 ? 0 : 1;
});
