import { expect, test } from 'vitest';
import { argumentFaults } from '../../src/batch/executors/model_loop/index.ts';

test.each([
  [['--window', '128000', '--turns', '200', '--allow', 'npm run lint'], []],
  [['--fenced', '--turns=3', '--allow', '--turns', '--allow=--turns -1'], []],
  [['--turns', '-1'], ['--turns is a whole number from 1.']],
  [['--tokens=1e6'], ['--tokens is a whole number from 1.']],
  [['--seconds', '0'], ['--seconds is a whole number from 1.']],
  [['--window', '1999'], ['--window is a whole number from 2000.']],
  [['--output'], ['--output needs a value.']],
  [['--allow'], ['--allow needs a value.']],
  [
    ['--turn', '5'],
    ['There is no --turn.', 'There is no 5.'],
  ],
  [['--model', 'other'], ['--model is given by the program; executors.model.model names another model.']],
  [['--base-url=http://b.example'], ['--base-url is given by the program.']],
  [['--turns', '5', '--turns', '6'], ['--turns is given twice.']],
  [['--fenced=no'], ['There is no --fenced=no.']],
  [
    ['--constructor', '-h'],
    ['There is no --constructor.', 'There is no -h.'],
  ],
  [
    ['--turns', 'many', '--output', '-2'],
    ['--turns is a whole number from 1.', '--output is a whole number from 1.'],
  ],
])('of the arguments %j it would refuse %j', (args, faults) => {
  expect(argumentFaults(args)).toEqual(faults);
});
