import { temporaryFolder } from '../../../../test/support/temporary-folder';
import { operatorCommand } from '../../src/conformance/operator-command';

const newFolder = temporaryFolder();

test('a command that could not be answered says why', async () => {
  await expect(operatorCommand(newFolder(), 'credentials', 'retire')).rejects.toThrow(
    /^credentials retire ended with 2: No local cloud is running on the data folder/,
  );
});
