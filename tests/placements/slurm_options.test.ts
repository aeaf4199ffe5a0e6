import { expect, test } from 'vitest';
import { jobOptions } from '../../src/batch/remote/placements/slurm.ts';

test('a job is asked for with what its phase needs, and with the settings where that says nothing', () => {
  const settings = { partition: 'main', mem: '1G', cpus: 2, gpu: '1', options: ['--qos=low'] };
  expect(jobOptions(settings, { needs: ['mem:16G', 'gpu:a100:2'], hardSeconds: 3_660 })).toEqual([
    '--qos=low',
    '--partition=main',
    '--time=66',
    '--mem=16G',
    '--cpus-per-task=2',
    '--gres=gpu:a100:2',
  ]);
  expect(jobOptions({ time: '1-0' }, { needs: ['time:120', 'partition:long'], hardSeconds: 60 })).toEqual([
    '--partition=long',
    '--time=120',
  ]);
});
