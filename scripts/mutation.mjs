/**
 * Makes one small change to the code after another and runs the tests on each: lists the changes that no test notices, with a
 * score for each file. `npm run mutation -- lint` for an area, `npm run mutation -- lint 'src/…/A0*.ts'` for a part of it. Exits
 * with 1 where an area's score is below its minimum.
 */
import { readdirSync, readFileSync, rmSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { Stryker } from '@stryker-mutator/core';
import picomatch from 'picomatch';

/**
 * The areas: the code to change, the tests that have to notice (without the built program), and the minimum score of the whole,
 * in percent.
 */
const AREAS = {
  lint: {
    mutate: ['src/framework/lint/**/*.ts'],
    tests: ['tests/framework/{lint,lint_rules,lint_pieces}.test.ts'],
    least: 85,
  },
  plan: {
    mutate: ['src/plan/*.ts', 'src/plan/{document,drawing,graph,rules}/**/*.ts', 'src/lib/{hours,wrap}.ts'],
    tests: [
      'tests/plan/{assessment,blocks,cases,drawing,edits,fields,phases,plain_text,print,round_trip,rule_limits,rules,text_pieces,values}.test.ts',
      'tests/plan/graph/*.test.ts',
      'tests/lib/{hours,wrap}.test.ts',
    ],
    least: 85,
  },
  'plan-import': {
    mutate: ['src/plan/tasks/**/*.ts'],
    tests: ['tests/plan/{imports,imports_property,task_limits,task_lists,task_pieces,task_text}.test.ts'],
    least: 85,
  },
  'plan-draft': {
    mutate: ['src/plan/drafting/**/*.ts'],
    tests: ['tests/plan/drafting/*.test.ts'],
    least: 85,
  },
};

const {
  values: { concurrency },
  positionals: [name = '', ...files],
} = parseArgs({ allowPositionals: true, options: { concurrency: { type: 'string', default: '2' } } });

const area = Object.hasOwn(AREAS, name) ? AREAS[name] : undefined;
if (area === undefined) {
  console.error(`There is no area "${name}". Areas: ${Object.keys(AREAS).join(', ')}.`);
  process.exit(2);
}

const isTest = picomatch(area.tests);
const tests = readdirSync('tests', { recursive: true })
  .map((path) => `tests/${path.replaceAll('\\', '/')}`)
  .filter((path) => isTest(path));

// Read by vitest.mutation.config.ts and by tests/support/cases.ts, in processes that the runner starts.
process.env.MUTATION_TESTS = tests.join(',');
process.env.QUICK_TESTS = '1';

// An interrupted runner leaves its copies of the repository behind.
const sandboxes = `.stryker-tmp/${name}`;
process.on('exit', () => rmSync(sandboxes, { recursive: true, force: true }));
process.on('SIGINT', () => process.exit(130));
process.on('SIGTERM', () => process.exit(143));

const report = `coverage/mutation/${name}.json`;
await new Stryker({
  mutate: files.length > 0 ? files : area.mutate,
  mutator: {
    // Most strings of these files are prose: titles, reasons, messages and examples, whose words no test should repeat.
    excludedMutations: ['StringLiteral'],
  },
  testRunner: 'vitest',
  plugins: [import.meta.resolve('@stryker-mutator/vitest-runner')],
  vitest: { configFile: 'vitest.mutation.config.ts', related: false },
  coverageAnalysis: 'perTest',
  concurrency: Number(concurrency),
  // Long, so that a busy machine is not mistaken for an endless loop; most of those are stopped by their iteration count.
  timeoutMS: 10_000,
  ignorePatterns: ['.stryker-tmp', 'bench', 'coverage', 'docs', 'output'],
  tempDirName: sandboxes,
  cleanTempDir: 'always',
  reporters: ['progress-append-only', 'clear-text', 'json'],
  clearTextReporter: { allowColor: false, logTests: false, reportTests: false },
  jsonReporter: { fileName: report },
  // A part is examined to find its gaps, so only a whole area can fail.
  thresholds: { break: files.length > 0 ? null : area.least },
}).runMutationTest();

// A test file that fails while it loads is silently skipped, and its mutants would all seem to survive.
const { testFiles = {} } = JSON.parse(readFileSync(report, 'utf8'));
const unused = tests.filter((file) => !Object.hasOwn(testFiles, file));
if (unused.length > 0) {
  console.error(
    `No test ran in ${unused.join(', ')}, so the score is not to be trusted. Is the program built?`,
  );
  process.exitCode = 1;
}
