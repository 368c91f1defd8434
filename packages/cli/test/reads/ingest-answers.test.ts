import { type IngestOutcome, reportOf, statusOf } from '../../../../lambda/ingest/outcome';
import { isStored, refusedWith } from '../../src/reads/ingest-answers';

const outcomes = Object.keys(statusOf) as IngestOutcome['outcome'][];

it('knows each code of ingest, and says of no callback that it was stored and refused', () => {
  const said = Object.fromEntries(
    outcomes.map((outcome) => {
      const { code } = reportOf[outcome];
      return [code, isStored(code) ? 'stored' : refusedWith(code)];
    }),
  );
  expect(said).toEqual({
    ...{ Stored: 'stored', StoredLarge: 'stored', OverflowUsed: 'stored', Ignored: undefined },
    ...{ MoUnauthorized: 401, SecretUnreadable: 503, StoreFailed: 503, Unexpected: 503 },
  });
});

it('knows nothing of the codes of other functions', () => {
  expect([isStored('Published'), refusedWith('Published'), isStored(undefined)]).toEqual([false, undefined, false]);
});
