import { failure } from '../../diagnostics/index.ts';
import { flag, path, required, text } from '../fields.ts';
import { operations } from '../operations.ts';
import { escapeArgument, lines, onOneLine } from '../text_lines.ts';
import { defineTool } from '../tool.ts';
import { planText } from './plan_text.ts';

/** `plan draft`. */
export const planDraftTool = defineTool({
  name: 'plan_draft',
  title: 'Draft a plan',
  description:
    'Has the configured model draft a plan of phases for a requirement, based on the project, and writes it to a new file. Open questions come back as an error: ask the user, then call again with the answers in the requirement. Without a model it fails; skeleton gives a plan to fill in. Next: plan_check.',
  effect: 'adds',
  usesProject: true,
  isOpenWorld: true,
  command: 'plan draft',
  input: {
    requirement: required(text('What should change, where, and how to tell that it is done')),
    revise: path('A plan to build on'),
    out: path('A new file; default: one in .orchestrator/plans'),
    skeleton: flag('Ask no model; write a skeleton to fill in'),
    dryRun: flag('Only show what the model would be told'),
  },
  document: 'orchestrator.plan-draft/1',
  async call(context, { requirement, skeleton = false, ...input }, port) {
    const { draftNewPlan, openFlaggedModel } = await operations();
    const request = {
      ...input,
      ...{ words: [escapeArgument(requirement)], budget: 16_000 },
      ...(skeleton ? { model: false as const } : {}),
    };
    if (!skeleton && !input.dryRun) {
      const open = await openFlaggedModel(context, {});
      if ('cause' in open) return open;
      if (open.kind === 'none') return noModel(open);
    }
    return draftNewPlan(context, request, port);
  },
  text: (document) =>
    lines([
      ...(document.dryRun ? ['Nothing was asked or written. The model would be told:'] : []),
      ...((document.dryRun && document.read?.blocks) || []).map(
        ({ name, detail, tokens }) => `- ${name}: ${onOneLine(detail)}, ${tokens} tokens`,
      ),
      document.file === null ? '' : `Wrote ${document.file}.`,
      planText(document),
    ]),
});

function noModel({ reason, remedy }: { readonly reason: string; readonly remedy: string }) {
  return failure('environment', {
    severity: 'error',
    code: 'no-model',
    message: `No model can draft it: ${reason}. Nothing was written.`,
    hint: `${remedy} Or set skeleton and fill it in yourself, or write the plan yourself and call plan_check.`,
  });
}
