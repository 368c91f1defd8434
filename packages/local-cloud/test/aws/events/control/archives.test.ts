import { arn, given } from './given';

describe('the archive', () => {
  it('has the published events that its pattern matches', async () => {
    const { ask } = given();
    const facts = {
      ArchiveName: 'archive',
      EventCount: 3,
      RetentionDays: 30,
      EventSourceArn: arn('event-bus/callbacks'),
    };
    expect((await ask('ListArchives')).Archives).toMatchObject([facts]);
    expect(await ask('DescribeArchive', { ArchiveName: 'archive' })).toMatchObject({
      ...facts,
      ArchiveArn: arn('archive/archive'),
      EventPattern: '{"source":["vibes.callbacks"]}',
    });
    expect(await ask('DescribeArchive', { ArchiveName: 'x' })).toMatchObject({ error: 'ResourceNotFoundException' });
  });
});
