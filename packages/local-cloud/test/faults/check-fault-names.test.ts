import { checkAction, checkRule } from '../../src/faults/check-fault-names';

describe('the action of a fault', () => {
  const known = ['DeleteMessage', 'SendMessage', 'SendMessageBatch'];
  const fault = { service: 'sqs', mode: 'error' } as const;

  it.each([
    fault,
    { ...fault, action: 'SendMessage' },
    { ...fault, action: 'SendMessageBatch', mode: 'partial' } as const,
  ])('may be %j', (good) => {
    expect(() => checkAction(good, known)).not.toThrow();
  });

  it('is refused with the known ones where the service does not have it', () => {
    expect(() => checkAction({ ...fault, action: 'SendMesage' }, known)).toThrow(
      'sqs has no action SendMesage here. There is DeleteMessage, SendMessage, SendMessageBatch.',
    );
  });

  it('is refused where "partial" finds no entries in it', () => {
    expect(() => checkAction({ ...fault, action: 'SendMessage', mode: 'partial' }, known)).toThrow('has no entries');
  });
});

it('a rule is named by a part of its name, or the fault is refused with the names', () => {
  expect(() => checkRule({ rule: 'Order', mode: 'error' }, ['NewOrders'])).not.toThrow();
  expect(() => checkRule({ rule: 'Odd', mode: 'error' }, ['NewOrders'])).toThrow(
    'No rule has Odd in its name. The rules are NewOrders.',
  );
});
