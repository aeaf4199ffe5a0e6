import { describe, expect, it } from 'vitest';
import { inFolders } from '../../src/context/discovery/reading/minor_folders.ts';

describe('folders whose files say little about the project', () => {
  it('are recognized at any depth, by whole names', () => {
    const minor = inFolders(['thirdParty', 'fixtures', 'tests'], ['e2e']);
    const paths = ['vendor/', 'a/third-party/', 'a/__fixtures__/b/', 'tests/', 'pkg/e2e/'];
    expect(paths.filter((folder) => !minor.test(`${folder}x.py`))).toEqual([]);
    expect(
      ['src/x.py', 'vendors/x.py', 'latest/x.py', 'examples/x.py', 'tests'].filter((path) =>
        minor.test(path),
      ),
    ).toEqual([]);
  });
});
