import { Inbox } from '../../../src/start/inbox/inbox';
import type { InboxFilter } from '../../../src/start/inbox/inbox-shapes';
import { matchesFilter } from '../../../src/start/inbox/matches-filter';
import { at, eventOf, exchangeOf, stepOf } from './inbox-fixtures';

const inbox = new Inbox(() => at);
inbox.answered(...exchangeOf('request-1', { body: '<message>Größe (XL)?</message>' }));
inbox.published(eventOf('request-1'));
inbox.delivered(stepOf('failed'));
inbox.answered(...exchangeOf('request-2', { path: '/platform', status: 503, body: '{}' }));

it.each<[InboxFilter, readonly number[]]>([
  [{}, [2, 1]],
  [{ family: 'MO Message' }, [1]],
  [{ family: 'RBM Event' }, []],
  [{ outcome: 'refused' }, [2]],
  [{ outcome: 'target-failed' }, [1]],
  [{ search: 'REQUEST-' }, [2, 1]],
  [{ search: 'vibes-1' }, [1]],
  [{ search: 'größe (xl)?' }, [1]],
  [{ search: '"text":"Hello"' }, [1]],
  [{ search: '  ' }, [2, 1]],
  [{ search: '.*' }, []],
  [{ search: 'request-', family: 'Platform Event', outcome: 'refused' }, [2]],
])('%j lets through %j', (filter, ids) => {
  expect(
    inbox
      .all()
      .filter(matchesFilter(filter))
      .map(({ id }) => id),
  ).toEqual(ids);
});
