import parse from 'spdx-expression-parse';
import type { ThirdPartyPackage } from './third-party-package';

/**
 * What the functions' bundles contain and the packages install may have one of these permissive licenses. They require
 * only that their text comes along (`dist/THIRD-PARTY-LICENCES.txt` for the bundles).
 */
export const allowedLicences: ReadonlySet<string> = new Set(['0BSD', 'Apache-2.0', 'BSD-3-Clause', 'ISC', 'MIT']);

/** With `OR` one license must be allowed, with `AND` all. */
export function isAllowed(expression: string): boolean {
  try {
    return holds(parse(expression));
  } catch {
    return false;
  }
}

function holds(part: parse.Info): boolean {
  if ('license' in part) return part.exception === undefined && allowedLicences.has(part.license);
  const both = [holds(part.left), holds(part.right)];
  return part.conjunction === 'or' ? both.includes(true) : !both.includes(false);
}

/** One sentence for each package whose licence is not allowed. */
export function licenceComplaints(packages: readonly ThirdPartyPackage[]): readonly string[] {
  return packages
    .filter(({ licence }) => !isAllowed(licence))
    .map(
      ({ name, version, licence }) =>
        `${name} ${version} is under "${licence}", which scripts/third-party/licences.ts does not allow: use another package, or add the licence once a person who may decide has agreed.`,
    );
}
