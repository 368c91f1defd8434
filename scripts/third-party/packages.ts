import { type BundledPackage, bundledPackages } from './bundled-packages';
import { installedPackages } from './installed-packages';
import type { ThirdPartyPackage } from './third-party-package';

/** Everything of others that a user of ours runs. */
export interface Packages {
  readonly bundled: readonly BundledPackage[];
  readonly installed: readonly ThirdPartyPackage[];
}

/** Bundles every function: seconds. */
export function readPackages(): Packages {
  return { bundled: bundledPackages(), installed: installedPackages() };
}
