import { givenAlarms as given } from './given-alarms';

describe('DescribeAlarmHistory', () => {
  it('tells an alarm’s history, the newest first', async () => {
    const summaries = async (input: object) => {
      const { AlarmHistoryItems: items } = await given().ask('DescribeAlarmHistory', { ...input });
      return (items as { HistorySummary: string; Timestamp: number }[]).map(
        ({ HistorySummary, Timestamp }) => `${Timestamp} ${HistorySummary}`,
      );
    };
    const [first, last] = ['60 Alarm updated from INSUFFICIENT_DATA to ALARM', '240 Alarm updated from ALARM to OK'];
    expect(await summaries({ AlarmName: 'errors' })).toEqual([last, first]);
    expect(await summaries({ AlarmName: 'errors', ScanBy: 'TimestampAscending' })).toEqual([first, last]);
    expect(await summaries({ AlarmName: 'errors', StartDate: 200 })).toEqual([last]);
    expect(await summaries({ AlarmName: 'errors', EndDate: 200 })).toEqual([first]);
    expect(await summaries({ AlarmName: 'errors', HistoryItemType: 'Action' })).toEqual([]);
    expect(await summaries({ AlarmName: 'risk' })).toEqual([]);
    expect(await summaries({ AlarmName: 'risk', AlarmTypes: ['CompositeAlarm'] })).toHaveLength(2);
  });
});
