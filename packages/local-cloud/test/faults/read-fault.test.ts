import { complaintAbout } from '../../src/faults/read-fault';

describe('a fault that is posted', () => {
  it.each([
    [{ service: 'sqs', mode: 'error' }],
    [{ service: 'events', action: 'PutEvents', mode: 'partial', rate: 0.5 }],
    [{ service: 's3', mode: 'slow', delayMs: 1900, count: 1 }],
    [{ service: 'dynamodb', mode: 'crash-after', seconds: 3 }],
    [{ service: 'lambda', function: 'ingest', mode: 'crash', delayMs: 5 }],
    [{ service: 'lambda', function: 'consumer', mode: 'skew', skewMs: -3_600_000 }],
    [{ service: 'rule', mode: 'throttle' }],
    [{ service: 'rule', rule: 'Orders', mode: 'error', count: 2, seconds: 3, rate: 0.5 }],
  ])('is good: %j', (fault) => {
    expect(complaintAbout(fault)).toBeUndefined();
  });

  it.each([
    [null, 'A fault is an object such as'],
    [[], 'A fault is an object such as'],
    [{ mode: 'error' }, '"service" is undefined: write one of dynamodb,'],
    [{ service: 'sns', mode: 'error' }, '"service" is "sns": write one of'],
    [{ service: 'sqs' }, '"mode" is undefined: write one of error,'],
    [{ service: 'sqs', mode: 'crash' }, '"mode" is "crash": write one of error,'],
    [{ service: 'lambda', function: 'ingest', mode: 'partial' }, '"mode" is "partial": write one of crash,'],
    [{ service: 'lambda', mode: 'crash' }, '"function" is missing'],
    [{ service: 'sqs', mode: 'error', function: 'ingest' }, '"function" is not known: write some of service,'],
    [{ service: 'rule', mode: 'slow', delayMs: 1 }, '"mode" is "slow": write one of error, throttle.'],
    [{ service: 'rule', mode: 'error', rule: 1 }, '"rule" must be the name of a rule'],
    [
      { service: 'rule', mode: 'error', action: 'PutEvents' },
      '"action" is not known: write some of service, mode, rule,',
    ],
    [{ service: 'sqs', mode: 'error', counts: 1 }, '"counts" is not known'],
    [{ service: 'sqs', mode: 'error', action: 1 }, '"action" must be a name'],
    [{ service: 'sqs', mode: 'error', count: -1 }, '"count" is -1: write a number'],
    [{ service: 'sqs', mode: 'error', count: '1' }, '"count" is "1": write a number'],
    [{ service: 'sqs', mode: 'error', rate: 20 }, '"rate" is 20: write a number from 0 to 1'],
    [{ service: 'sqs', mode: 'slow' }, '"delayMs" is missing'],
    [{ service: 'lambda', function: 'ingest', mode: 'skew' }, '"skewMs" is missing'],
  ])('is refused with what is wrong with it: %j', (fault, sentence) => {
    expect(complaintAbout(fault)).toContain(sentence);
  });
});
