import { countOf } from '../../lib/index.ts';
import { operations } from '../operations.ts';
import { lines, onOneLine } from '../text_lines.ts';
import { defineTool } from '../tool.ts';

/** `status`. */
export const statusTool = defineTool({
  name: 'status',
  title: 'The state of the project',
  description:
    'The state of the project: git, discovered context, stale memory, plans, batches, frameworks that need attention, and a sensible next command. Call it first when you come to a project.',
  effect: 'reads',
  usesProject: true,
  command: 'status',
  input: {},
  document: 'orchestrator.status/1',
  call: async (context, _, port) => (await operations()).reportStatus(context, {}, port),
  text: ({ project, context, memory, plans, batches, frameworks, next }) =>
    lines([
      project &&
        `project ${project.root}: ${project.git ? `${project.branch ?? 'no branch'}, ${countOf(project.changed ?? 0, 'file')} changed` : 'not under git'}`,
      context && `context: ${context.state}, ${countOf(context.facts, 'fact')}`,
      memory &&
        `memory: ${countOf(memory.facts, 'fact')}, ${memory.stale.length} stale${memory.contradictions > 0 ? `, ${countOf(memory.contradictions, 'pair')} that may contradict` : ''}`,
      ...plans.map(
        ({ file, phases, done, errors }) =>
          `plan ${onOneLine(file)}: ${done} of ${phases} phases done, ${countOf(errors, 'error')}`,
      ),
      ...batches.map(
        ({ batch, title, state, summary, decisions }) =>
          `batch ${batch} ${onOneLine(title)}: ${state}, ${summary}${decisions > 0 ? `, ${decisions} waiting for a person` : ''}`,
      ),
      ...(frameworks?.open ?? []).map(({ name, status }) => `framework ${name}: ${status.join(', ')}`),
      next &&
        `next: ${next.command} (${onOneLine(next.why)})${next.command.startsWith('orchestrator batch run') ? '; ask with batch_run_request' : ''}`,
    ]),
});
