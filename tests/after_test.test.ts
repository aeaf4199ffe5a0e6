import { describe, expect, test } from 'vitest';
import { afterTest } from './support/after_test.ts';
import { eventually } from './support/wait.ts';

describe.concurrent('what is to be done when a test is over', () => {
  const begun: string[] = [];
  const ended: string[] = [];

  const asks = async (name: string) => {
    await null;
    afterTest(() => void ended.push(name));
  };

  test('waits for the test that asked, though another was started later and is over', async () => {
    begun.push('first');
    await eventually(() => begun.includes('second') || undefined);
    await asks('first');
    begun.push('first has asked');
    await eventually(() => ended.includes('second') || undefined);
    expect(ended).toEqual(['second']);
  });

  test('is done for whoever is over first', async () => {
    begun.push('second');
    await eventually(() => begun.includes('first has asked') || undefined);
    await asks('second');
  });
});
