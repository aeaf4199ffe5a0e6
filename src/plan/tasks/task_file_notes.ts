import type { Section } from '../outline/outline.ts';
import { sectionRole } from '../words/section_roles.ts';
import type { FrontKey } from './front_matter.ts';
import type { Task, TaskProblem } from './importer.ts';
import { shortText } from './short_text.ts';

/** Warns of what somebody has to decide before a task can be done, and of a task called done above open criteria. */
export function taskFileNotes(
  { state }: Task,
  sections: readonly Section[],
  {
    file,
    openChecks,
    status,
  }: { readonly file: string; readonly openChecks: number; readonly status: FrontKey | undefined },
): TaskProblem[] {
  const { line = 1, values = [] } = status ?? {};
  const said = `“status: ${shortText(values.join(', '))}” (line ${line}) says that it is ${state}`;
  const place = { file, line, column: 1 };
  if (state !== 'open' && openChecks > 0)
    return [
      {
        ...{ severity: 'warning', code: 'done-but-open', ...place },
        message: `${said}, although ${openChecks === 1 ? 'one of its criteria is' : `${openChecks} of its criteria are`} not ticked.`,
        hint: 'Tick them, or change the status.',
      },
    ];
  if (state !== 'open') return [{ severity: 'note', code: 'done-left-out', message: `${said}.`, ...place }];
  const asked = questionsIn(sections);
  const options = sections.filter(({ heading }) => sectionRole(heading.text)?.why === 'ways to choose from');
  return [
    ...unclear(asked, {
      file,
      said: 'The task asks questions that nothing here answers for sure',
      hint: 'Write the answers into its description, or make the first step to find them.',
    }),
    ...unclear(
      options.map(({ heading: { text, line: at } }) => ({ text, line: at })),
      {
        file,
        said: 'The task names several ways, which were all kept as remarks',
        hint: 'Say in its description which of them is meant.',
      },
    ),
  ];
}

type Said = { readonly text: string; readonly line: number };

function unclear(
  found: readonly Said[],
  { file, said, hint }: { readonly file: string; readonly said: string; readonly hint: string },
): TaskProblem[] {
  const [first] = found;
  if (first === undefined) return [];
  const named = found.slice(0, MAX_NAMED).map(({ text, line }) => `“${shortText(text)}” (line ${line})`);
  return [
    {
      severity: 'warning',
      code: 'work-unclear',
      message: `${said}: ${named.join(', ')}${found.length > MAX_NAMED ? ' …' : ''}.`,
      ...{ file, line: first.line, column: 1, hint },
    },
  ];
}

const MAX_NAMED = 4;

/** The sentences of a description that end with a question mark. */
function questionsIn(sections: readonly Section[]): Said[] {
  const { blocks = [] } = sections.find(({ heading }) => /^description$/iu.test(heading.text.trim())) ?? {};
  return blocks.flatMap((block) => {
    const [first] = block.kind === 'text' ? block.lines : [];
    if (block.kind !== 'text' || first === undefined) return [];
    const text = block.lines.map((line) => line.text).join(' ');
    const asked = text.split(/(?<=[.!?。？])\s+/u).find((sentence) => /[?？]["”')]*$/u.test(sentence));
    return asked === undefined ? [] : [{ text: asked, line: first.line }];
  });
}
