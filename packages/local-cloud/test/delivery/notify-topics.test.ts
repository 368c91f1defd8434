import { DeliveryFailure, type Message } from '../../src/delivery/message';
import { createNotifier } from '../../src/delivery/notify-topics';
import { deployTemplate } from '../../src/template/deploy-template';
import { compositeAlarm, metricAlarm } from '../aws/cloudwatch/alarms/definitions';

const topic = 'arn:aws:sns:us-east-1:000000000000:alarms';

function given(failure?: Error) {
  const Resources = { Topic: { Type: 'AWS::SNS::Topic', Properties: { TopicName: 'alarms' } } };
  const sent: Message[] = [];
  const complaints: string[] = [];
  const notify = createNotifier({
    deployment: deployTemplate({ Resources }, { endpoint: 'http://127.0.0.1:1' }),
    signal: new AbortController().signal,
    onError: (error) => complaints.push(String(error)),
    send: async (message) => {
      sent.push(message);
      if (failure !== undefined) throw failure;
      return {};
    },
  });
  return { notify, sent, complaints };
}

const change = { from: 'OK', to: 'ALARM', reason: 'because', at: new Date(0) } as const;

describe('a change of an alarm', () => {
  it('is published to the topic that it names for the new state', async () => {
    const { notify, sent } = given();
    await notify([
      { ...change, alarm: metricAlarm() },
      { ...change, alarm: compositeAlarm('TRUE') },
    ]);
    expect(sent.map(({ to, from }) => [to, from])).toEqual([
      [topic, { service: 'cloudwatch.amazonaws.com', sourceArn: metricAlarm().arn }],
      [topic, { service: 'cloudwatch.amazonaws.com', sourceArn: compositeAlarm('TRUE').arn }],
    ]);
    expect(JSON.parse(sent[0]?.body ?? '')).toMatchObject({ AlarmName: 'errors', NewStateValue: 'ALARM' });
  });

  it('is not published if the alarm names no topic, has its actions off, or names a topic of another stack', async () => {
    const { notify, sent } = given();
    const elsewhere = { ALARM: ['arn:aws:sns:us-east-1:000000000000:other'], OK: [], INSUFFICIENT_DATA: [] };
    await notify([
      { ...change, to: 'INSUFFICIENT_DATA', alarm: metricAlarm() },
      { ...change, alarm: metricAlarm({ actionsEnabled: false }) },
      { ...change, alarm: metricAlarm({ actions: elsewhere }) },
    ]);
    expect(sent).toEqual([]);
  });

  it('that a topic refuses is reported', async () => {
    const { notify, complaints } = given(new DeliveryFailure('NO_PERMISSIONS', 'no policy lets it in'));
    await notify([{ ...change, alarm: metricAlarm() }]);
    expect(complaints).toEqual([expect.stringMatching(/alarm errors .* no policy lets it in/)]);
    await expect(given(new TypeError('a bug')).notify([{ ...change, alarm: metricAlarm() }])).rejects.toThrow('a bug');
  });
});
