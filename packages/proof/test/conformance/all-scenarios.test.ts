import { allScenarios, groups } from '../../src/conformance/scenarios/all-scenarios';

const names = allScenarios.map(({ name }) => name);

describe('the scenarios', () => {
  it('are more than forty, each with a name of its own', () => {
    expect(names.length).toBeGreaterThan(40);
    expect(new Set(names).size).toBe(names.length);
  });

  it('each belong to a group, and each group has some in the short form', () => {
    const ofShortForm = allScenarios.filter(({ short }) => short).map(({ group }) => group);
    expect([...new Set(ofShortForm)].sort()).toEqual([...groups].sort());
  });

  it('have every service in every way of failing', () => {
    for (const service of ['sqs', 's3', 'dynamodb', 'events', 'secretsmanager']) {
      for (const mode of ['error', 'throttle', 'timeout', 'slow-1900', 'slow-2100']) {
        expect(names).toContain(`${service}-${mode}`);
      }
    }
  });
});
