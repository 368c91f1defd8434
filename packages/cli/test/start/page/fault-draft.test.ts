import { complaintAbout } from '../../../../local-cloud/src/faults/read-fault';
import { emptyFault, faultInWords, faultOf, modesOf, readyMade, services } from '../../../src/start/page/fault-draft';

describe('a fault', () => {
  it.each(services.flatMap((service) => modesOf(service).map((mode) => [service, mode] as const)))(
    'of %s that is %s is one that the control API takes',
    (service, mode) => {
      expect(complaintAbout(faultOf({ ...emptyFault, service, mode, action: 'PutItem' }))).toBeUndefined();
    },
  );

  it.each(readyMade)('ready-made as "%s" is one too', (_, change) => {
    expect(complaintAbout(faultOf({ ...emptyFault, ...change }))).toBeUndefined();
  });

  it('has the bounds that were given', () => {
    expect(faultOf({ ...emptyFault, action: ' SendMessage ', count: '3', seconds: '60', rate: '0.5' })).toEqual({
      ...{ service: 'sqs', action: 'SendMessage', mode: 'error', count: 3, seconds: 60, rate: 0.5 },
    });
  });

  it('with an invalid number is refused by the control API', () => {
    expect(complaintAbout(JSON.parse(JSON.stringify(faultOf({ ...emptyFault, count: 'x' }))))).toContain('"count"');
  });
});

it.each([
  [{ service: 'sqs', mode: 'error' }, 'sqs: error'],
  [{ service: 'sqs', action: 'SendMessage', mode: 'error', count: 3 }, 'sqs SendMessage: error, 3 times more'],
  [{ service: 'lambda', function: 'ingest', mode: 'slow', rate: 0.2 }, 'ingest: slow, 20 % of the calls'],
])('%j is shown as "%s"', (fault, expected) => {
  expect(faultInWords(fault)).toBe(expected);
});
