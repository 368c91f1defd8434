import { createCallCounts } from '../../../src/aws/server/call-counts';
import { callOf } from '../calls';

describe('call counts', () => {
  it('count by service and action until they are cleared', () => {
    const counts = createCallCounts();
    for (const action of ['SendMessage', 'SendMessage', 'DeleteMessage']) counts.count(callOf('sqs', action));
    counts.count(callOf('events', 'PutEvents'));
    expect(counts.read()).toEqual({ sqs: { SendMessage: 2, DeleteMessage: 1 }, events: { PutEvents: 1 } });
    counts.clear();
    expect(counts.read()).toEqual({});
  });
});
