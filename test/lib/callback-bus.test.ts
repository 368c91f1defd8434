import { eventSource } from '../../lambda/shared/bus-event';
import { synthesize, theOnly } from './synth';

const standard = synthesize();
const [busId] = theOnly(standard, 'AWS::Events::EventBus');

test('what the consumer publishes is archived for thirty days', () => {
  const [, { Properties }] = theOnly(standard, 'AWS::Events::Archive');
  expect(Properties).toMatchObject({
    SourceArn: { 'Fn::GetAtt': [busId, 'Arn'] },
    EventPattern: { source: [eventSource] },
    RetentionDays: 30,
  });
});

test('how long events can be replayed is configured', () => {
  const [, { Properties }] = theOnly(synthesize({ archiveRetentionDays: 3 }), 'AWS::Events::Archive');
  expect(Properties.RetentionDays).toBe(3);
});
