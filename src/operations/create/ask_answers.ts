import type { AnyCode, Result } from '../../diagnostics/index.ts';
import { checkName, checkTitle, suggestTitle } from '../../framework/index.ts';
import { printableLine } from '../../lib/index.ts';
import type { Answer, Port } from '../port.ts';
import type { Workspace } from '../workspace.ts';

/** What is known of a framework before or after the questions. */
export type Answers = {
  readonly name?: string | undefined;
  /** The goal's name. */
  readonly goal?: string | undefined;
  readonly title?: string | undefined;
};

/** What the wizard needs to ask well. */
export type Wizard = {
  readonly ask: Pick<Port, 'choice' | 'text'>;
  readonly workspace: Workspace;
  /** What was answered before, when the wizard is stepped back into: it goes on at its last question. */
  readonly earlier?: Answers | undefined;
  /** What flags have answered already; not asked again. */
  readonly given: Answers;
  /** What is proposed, to be taken or changed. */
  readonly offered?: Answers | undefined;
  /** The name that is offered. */
  readonly suggestedName: string;
  /** The persona that is used whatever the goal, when a flag says so. */
  readonly persona: string | undefined;
};

/**
 * Asks for what is not given, one question after another. Stepping back keeps every answer.
 *
 * @returns all answers, or `undefined` when the person ended it
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

/** Answers without the questions that are open, so that putting them over others hides none. */
function withoutOpen(answers: Answers): Answers {
  return Object.fromEntries(Object.entries(answers).filter(([, answer]) => answer !== undefined));
}
