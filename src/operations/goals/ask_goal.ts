import { summaryOf } from '../../framework/index.ts';
import { inTitleCase, printableLine } from '../../lib/index.ts';
import { listComponents } from '../components/components.ts';
import type { Port, TextQuestion } from '../port.ts';
import type { Workspace } from '../workspace.ts';
import type { GoalDefinition } from './plan_goal.ts';

type Ask = Pick<Port<unknown>, 'text' | 'choice'>;
type Answers = Partial<GoalDefinition>;
type Setting = {
  readonly ask: Ask;
  readonly workspace: Workspace;
  readonly choices: Record<ComponentKind, Choice[]>;
};
type ComponentKind = 'persona' | 'protocol' | 'constraint';
type Choice = { readonly value: string; readonly label: string; readonly description: string };

/**
 * Asks for the missing parts of a goal, one question after another; stepping back keeps every answer.
 *
 * @returns `undefined` when the person quit
 */
export async function askGoal(
  given: Answers,
  open: readonly (keyof GoalDefinition)[],
  { ask, workspace, cwd }: { readonly ask: Ask; readonly workspace: Workspace; readonly cwd: string },
): Promise<Answers | undefined> {
  const { components } = await listComponents(workspace, cwd);
  const choicesOf = (kind: ComponentKind): Choice[] =>
    components
      .filter(({ component }) => component.kind === kind)
      .map(({ component }) => ({
        value: component.file,
        label: printableLine(component.file),
        description: printableLine(summaryOf(component)),
      }));
  const choices = {
    persona: choicesOf('persona'),
    protocol: choicesOf('protocol'),
    constraint: choicesOf('constraint'),
  };
  const setting = { ask, workspace, choices };
  let answers = given;
  for (let place = 0; place < open.length; ) {
    const field = open[place];
    if (field === undefined) break;
    const answer = await QUESTIONS[field]?.(setting, answers);
    if (answer === 'closed') return undefined;
    if (answer === 'back') place = Math.max(0, place - 1);
    else {
      answers = { ...answers, ...answer };
      place += 1;
    }
  }
  return answers;
}

type Asked = Answers | 'back' | 'closed';

const QUESTIONS: Partial<
  Record<keyof GoalDefinition, (setting: Setting, answers: Answers) => Promise<Asked>>
> = {
  name: ({ ask, workspace }, { name }) =>
    text(ask, 'name', {
      message: 'Enter a name for the goal (e.g. TRIAGE_BUG):',
      default: name ?? '',
      check: (typed) => nameFault(workspace, typed),
    }),
  description: ({ ask }, { description }) =>
    text(ask, 'description', {
      message: 'What is it for? One line (e.g. To decide what happens to a bug report.):',
      default: description ?? '',
      check: (typed) => (typed.trim() === '' ? 'Enter a line.' : undefined),
    }),
  category: askCategory,
  persona: (setting, answers) => askComponent('persona', setting, answers),
  protocol: (setting, answers) => askComponent('protocol', setting, answers),
  constraints: askConstraints,
};

async function text(
  ask: Ask,
  field: 'name' | 'description' | 'category',
  question: TextQuestion,
): Promise<Asked> {
  const answer = await ask.text(question);
  return answer.kind === 'answer' ? { [field]: answer.value.trim() } : answer.kind;
}

/** Checks a new goal's name. Names that differ only in case clash; other faults are reported for the whole map. */
function nameFault({ goalMap }: Workspace, typed: string): string | undefined {
  if (!/^[A-Za-z][A-Za-z0-9_-]{0,63}$/u.test(typed))
    return 'A name is a letter, then letters, digits, _ or -, at most 64 in all.';
  const isThere = goalMap.goals.some(({ name }) => name.toUpperCase() === typed.toUpperCase());
  return isThere ? 'That goal already exists.' : undefined;
}

async function askCategory(setting: Setting, answers: Answers): Promise<Asked> {
  const { ask, workspace } = setting;
  const known = [...new Set(workspace.goalMap.goals.map((goal) => goal.category))];
  const answer = await ask.choice({
    message: 'Under which heading does it belong?',
    choices: [
      ...known.map((value) => ({ value, label: printableLine(value), description: '' })),
      { value: '', label: 'another', description: 'Type a new heading.' },
    ],
    default: answers.category ?? known.at(-1),
  });
  if (answer.kind !== 'answer') return answer.kind;
  if (answer.value !== '') return { category: answer.value };
  const typed = await text(ask, 'category', {
    message: 'Enter the heading:',
    default: 'My goals',
    check: (heading) => (heading.trim() === '' ? 'Enter a heading.' : undefined),
  });
  return typed === 'back' ? askCategory(setting, answers) : typed;
}

async function askComponent(
  kind: 'persona' | 'protocol',
  { ask, choices }: Setting,
  answers: Answers,
): Promise<Asked> {
  const begin = { value: '', label: 'a new one', description: `Create a new ${kind} to fill in.` };
  const answer = await ask.choice({
    message: `Which ${kind} does it use?`,
    choices: [begin, ...choices[kind]],
    default: answers[kind] ?? '',
  });
  if (answer.kind !== 'answer') return answer.kind;
  return { [kind]: answer.value === '' ? undefined : answer.value };
}

/** Asks for constraints one by one until the person has enough; stepping back removes the last one. */
async function askConstraints({ ask, choices }: Setting, answers: Answers): Promise<Asked> {
  let chosen = answers.constraints ?? [];
  for (;;) {
    const left = choices.constraint.filter(({ value }) => !chosen.includes(value));
    const names = chosen.map((file) => inTitleCase(file.replace(/\.(?:txt|md)$/u, '')));
    const enough = {
      value: '',
      label: chosen.length === 0 ? 'none' : 'enough',
      description:
        chosen.length === 0 ? 'No constraint.' : `Chosen so far: ${printableLine(names.join(', '))}.`,
    };
    const answer = await ask.choice({
      message: chosen.length === 0 ? 'Which constraint applies to it?' : 'Which other constraint applies?',
      choices: [enough, ...left],
    });
    if (answer.kind === 'closed') return 'closed';
    if (answer.kind === 'back') {
      if (chosen.length === 0) return 'back';
      chosen = chosen.slice(0, -1);
    } else if (answer.value === '') return { constraints: chosen };
    else chosen = [...chosen, answer.value];
  }
}
