import type { AnyCode, Result } from '../../diagnostics/index.ts';
import { checkName, checkTitle, suggestTitle } from '../../framework/index.ts';
import { printableLine } from '../../lib/index.ts';
import type { Answer, Port } from '../port.ts';
import type { Workspace } from '../workspace.ts';

/** The answers known before or after the questions. */
export type Answers = {
  readonly name?: string | undefined;
  /** The goal's name. */
  readonly goal?: string | undefined;
  readonly title?: string | undefined;
};

/** Options of the wizard. */
export type Wizard = {
  readonly ask: Pick<Port, 'choice' | 'text'>;
  readonly workspace: Workspace;
  /** The previous answers when stepping back into the wizard: it continues at its last question. */
  readonly earlier?: Answers | undefined;
  /** Answers given by flags; these questions are not asked. */
  readonly given: Answers;
  /** Proposed answers, to be accepted or changed. */
  readonly offered?: Answers | undefined;
  /** The default for the name. */
  readonly suggestedName: string;
  /** The persona given by a flag, which applies to every goal. */
  readonly persona: string | undefined;
};

/**
 * Asks for the missing answers, one question after another. Stepping back keeps every answer.
 *
 * @returns all answers, or `undefined` when the person quit
 */
export async function askAnswers(wizard: Wizard): Promise<Required<Answers> | undefined> {
  const { given } = wizard;
  const questions = [
    ...(given.name === undefined ? [{ field: 'name', put: askName }] : []),
    ...(given.goal === undefined ? [{ field: 'goal', put: askGoal }] : []),
    ...(given.title === undefined ? [{ field: 'title', put: askTitle }] : []),
  ] as const;
  let answers: Answers = {
    ...wizard.offered,
    ...wizard.earlier,
    ...withoutOpen(given),
  };
  for (let place = wizard.earlier ? questions.length - 1 : 0; place < questions.length; ) {
    const question = questions[place];
    if (question === undefined) break;
    const answer = await question.put(wizard, answers);
    if (answer.kind === 'closed') return undefined;
    if (answer.kind === 'back') place = Math.max(0, place - 1);
    else {
      answers = { ...answers, [question.field]: answer.value };
      place += 1;
    }
  }
  return { name: answers.name, goal: answers.goal, title: answers.title };
}

function askName({ ask, suggestedName }: Wizard, answers: Answers): Promise<Answer<string>> {
  return ask.text({
    message: 'Enter a name for this project (e.g. API_Refactor_Tool):',
    default: answers.name ?? suggestedName,
    check: (text) => faultOf(checkName(text)),
  });
}

function askGoal({ ask, workspace }: Wizard, answers: Answers): Promise<Answer<string>> {
  return ask.choice({
    message: 'What is the PRIMARY GOAL of this task? Choose the workflow that best fits.',
    choices: workspace.goalMap.goals.map((goal) => ({
      value: goal.name,
      label: printableLine(goal.name),
      description: printableLine(goal.description),
      group: printableLine(goal.category),
      keywords: goal.keywords,
    })),
    default: answers.goal,
  });
}

function askTitle({ ask, workspace, persona }: Wizard, answers: Answers): Promise<Answer<string>> {
  const goal = workspace.goalMap.goals.find((candidate) => candidate.name === answers.goal);
  return ask.text({
    message: 'Please provide a title for the Persona (e.g. "The Code Guardian"):',
    default: answers.title ?? suggestTitle(persona ?? goal?.persona ?? 'guide.txt'),
    check: (text) => faultOf(checkTitle(text)),
  });
}

function faultOf(result: Result<string, AnyCode>): string | undefined {
  if (result.ok) return undefined;
  return result.problems.map(({ message, hint }) => (hint ? `${message} ${hint}` : message)).join(' ');
}

/** Drops undefined answers, so that spreading them over others hides none. */
function withoutOpen(answers: Answers): Answers {
  return Object.fromEntries(Object.entries(answers).filter(([, answer]) => answer !== undefined));
}
