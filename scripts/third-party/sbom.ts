import { Enums, Models, Serialize, Spec } from '@cyclonedx/cyclonedx-library';
import { PackageURL } from 'packageurl-js';
import { license as licence, name, version } from '../../package.json';
import type { BundledPackage } from './bundled-packages';
import type { Packages } from './packages';
import type { ThirdPartyPackage } from './third-party-package';

const { Component, Property } = Models;

/**
 * The software bill of materials, CycloneDX 1.6 in JSON: what is in the functions' bundles, and what the commands install.
 * Without a time and a serial number, so that the same sources make the same file.
 */
export function sbom(packages: Packages): string {
  const bom = new Models.Bom();
  const main = new Component(Enums.ComponentType.Application, name, {
    version,
    bomRef: `${name}@${version}`,
    purl: new PackageURL('npm', undefined, name, version).toString(),
    licenses: new Models.LicenseRepository([new Models.SpdxLicense(licence)]),
  });
  bom.metadata.component = main;
  for (const one of everyPackage(packages)) {
    const component = componentOf(one);
    bom.components.add(component);
    main.dependencies.add(component.bomRef);
  }
  const serializer = new Serialize.JsonSerializer(new Serialize.JSON.Normalize.Factory(Spec.Spec1dot6));
  return `${serializer.serialize(bom, { sortLists: true, space: 2 })}\n`;
}

interface Listed extends ThirdPartyPackage {
  readonly functions: BundledPackage['functions'];
  readonly isInstalled: boolean;
}

/** Each once, though it may be in both lists, or installed in several places. */
function everyPackage({ bundled, installed }: Packages): readonly Listed[] {
  const listed = new Map<string, Listed>();
  for (const one of bundled) listed.set(refOf(one), { ...one, isInstalled: false });
  for (const one of installed) {
    listed.set(refOf(one), { ...one, functions: listed.get(refOf(one))?.functions ?? [], isInstalled: true });
  }
  return [...listed.values()];
}

function componentOf(one: Listed) {
  const [group, short] = one.name.startsWith('@') ? one.name.split('/') : [undefined, one.name];
  return new Component(Enums.ComponentType.Library, short ?? one.name, {
    ...(group === undefined ? {} : { group }),
    version: one.version,
    bomRef: refOf(one),
    purl: new PackageURL('npm', group, short ?? one.name, one.version).toString(),
    licenses: new Models.LicenseRepository([licenceOf(one.licence)]),
    properties: new Models.PropertyRepository([
      ...one.functions.map((entry) => new Property('vibes-callbacks:in-the-bundle-of', entry)),
      ...(one.isInstalled ? [new Property('vibes-callbacks:installed-with', '@vibes-callbacks/cli')] : []),
    ]),
  });
}

function licenceOf(expression: string) {
  return / |\(/.test(expression) ? new Models.LicenseExpression(expression) : new Models.SpdxLicense(expression);
}

function refOf(one: ThirdPartyPackage): string {
  return `${one.name}@${one.version}`;
}
