import { Spec, Validation } from '@cyclonedx/cyclonedx-library';
import { readPackages } from '../../third-party/packages';
import { sbom } from '../../third-party/sbom';

const packages = readPackages();
const text = sbom(packages);

describe('the SBOM', () => {
  const validator = new Validation.JsonStrictValidator(Spec.Version.v1dot6);

  it('is valid by the schema of CycloneDX', async () => {
    expect(await validator.validate(text)).toBeNull();
    expect(await validator.validate(text.replace('"library"', '"book"'))).not.toBeNull();
  });

  it('has each package of the bundles and of the installation once, with its licence', () => {
    const { components } = JSON.parse(text);
    const refs = components.map((one: Record<string, unknown>) => one['bom-ref']);
    const expected = [...packages.bundled, ...packages.installed].map(({ name, version }) => `${name}@${version}`);
    expect([...refs].sort()).toEqual([...new Set(expected)].sort());
    for (const one of components) expect(one.licenses).toHaveLength(1);
  });
});
