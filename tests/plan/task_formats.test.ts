import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { tools } from '../../src/mcp/tools/index.ts';
import { TASK_FORMATS } from '../../src/plan/index.ts';
import { ROOT } from '../support/program.ts';

const text = (path: string) => readFileSync(`${ROOT}/${path}`, 'utf8');

test('the formats of task lists are the same for the importers, the document, the tool for agents and the help', () => {
  const { from } = JSON.parse(text('schemas/documents/plan-import.schema.json')).properties;
  expect(JSON.stringify(from)).toContain(JSON.stringify(TASK_FORMATS));
  const tool = tools.find(({ name }) => name === 'plan_import');
  expect(JSON.stringify(tool?.input.from)).toContain(JSON.stringify(['auto', ...TASK_FORMATS]).slice(1, -1));
  const help = ['auto', ...TASK_FORMATS.slice(0, -1)].join(', ');
  expect(text('src/cli/commands/plan/import/declare.ts')).toContain(`${help} or ${TASK_FORMATS.at(-1)}`);
});
