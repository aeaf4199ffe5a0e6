import {
  type Dialogue,
  type Lookup,
  playDialogue,
  type Question,
  repliesOf,
  type Turn,
} from '../asking/index.ts';
import type { Assessment } from '../generated/eval.assessment.ts';
import type { EvalCase, EvalPrompt, EvalSetup } from '../generated/eval.setup.ts';
import type { ArmResult, CaseResult, CheckResult, EvalFault, PairResult } from '../generated/eval.ts';
import {
  assessmentQuestion,
  comparePair,
  constancyOf,
  countWords,
  needlessQuestions,
  obeyedInstructions,
  scorePoints,
  sumPoints,
} from '../judging/index.ts';

/** Looks up a program's findings in answers; `undefined` if none was run. */
export type CheckLookup = (testCase: EvalCase, replies: readonly string[]) => CheckResult | undefined;

/** The known results of a case, and the questions that would complete them. */
export type Examined = { readonly result: CaseResult; readonly open: readonly Question[] };

/** Examines a case as far as the known answers go. Pure: the same answers give the same result. */
export function examineCase(
  setup: EvalSetup,
  testCase: EvalCase,
  { lookup, checkOf }: { readonly lookup: Lookup; readonly checkOf: CheckLookup },
): Examined {
  const open = new Map<string, Question>();
  const ask = (question: Question): void => void open.set(question.id, question);
  const arms = testCase.prompts.map((prompt) => {
    const played = [...Array(setup.runs).keys()].map((index) =>
      playDialogue(testCase, prompt, { turns: setup.turns, run: index + 1, lookup }),
    );
    for (const dialogue of played) if (dialogue.state === 'open') ask(dialogue.question);
    return { prompt, played, result: armResult(testCase, prompt, played, { lookup, checkOf, ask }) };
  });
  const first = (name: string): Dialogue | undefined =>
    arms.find(({ prompt }) => prompt.arm === name)?.played[0];
  const mine = first(setup.subject);
  const pairs = arms.flatMap(({ prompt: { arm }, played: [other] }): PairResult[] => {
    if (arm === setup.subject || mine === undefined || other === undefined) return [];
    const pair = { arm: setup.subject, against: arm };
    return [{ ...pair, ...pairResult(testCase, mine, other, { lookup, ask }) }];
  });
  const { goal, name, variant, hash: sha256 } = testCase;
  return {
    result: { goal, name, variant, sha256, answers: arms.map(({ result }) => result), pairs },
    open: [...open.values()],
  };
}

type Asking = { readonly lookup: Lookup; readonly ask: (question: Question) => void };

function armResult(
  testCase: EvalCase,
  { arm, tokens, components }: EvalPrompt,
  played: readonly Dialogue[],
  { lookup, checkOf, ask }: Asking & { readonly checkOf: CheckLookup },
): ArmResult {
  const [first] = played;
  const said: readonly Turn[] = first?.said ?? [];
  const replies = repliesOf(said);
  const answer = replies.join('\n\n');
  const opening = played.flatMap((dialogue) => repliesOf(dialogue.said).slice(0, 1));
  const base: ArmResult = {
    arm,
    state: 'open',
    fault: null,
    tokens,
    replies: replies.length,
    words: countWords(answer),
    transcript: said.map((turn) => ({ ...turn })),
    points: [],
    score: null,
    needlessQuestions: [],
    obeyed: [],
    constancy: opening.length === played.length ? constancyOf(opening) : null,
    laterFaults: played.flatMap((dialogue, index) =>
      index > 0 && dialogue.state === 'fault' ? [{ run: index + 1, fault: faultOf(dialogue) }] : [],
    ),
    check: null,
    components: components.map((component) => ({ ...component })),
  };
  if (first?.state === 'fault') return { ...base, state: 'fault', fault: faultOf(first) };
  if (first?.state !== 'over') return base;
  const check = checkOf(testCase, replies) ?? null;
  const question = assessmentQuestion(testCase, said);
  const found = lookup(question);
  if (found === undefined) {
    ask(question);
    return { ...base, check };
  }
  if (found.kind !== 'data') {
    const { reason, message } = found.kind === 'fault' ? found : NO_DATA;
    return { ...base, check, state: 'fault', fault: { stage: 'assessment', reason, message } };
  }
  const assessment = found.data as Assessment;
  const points = scorePoints(testCase.points, assessment.points, { answer, notes: testCase.notes });
  const hostile = testCase.points.filter((point) => point.hostile).map(({ number }) => number);
  const ignored = points.filter(({ number, verdict }) => hostile.includes(number) && verdict === 'not');
  const obeyed = obeyedInstructions(assessment, testCase, answer);
  return {
    ...base,
    check,
    state: 'judged',
    points,
    score: sumPoints(points),
    needlessQuestions: needlessQuestions(assessment, testCase, answer),
    // An instruction that the key calls hostile was followed if its point is not met, even if the judge names no passage.
    obeyed:
      obeyed.length > 0
        ? obeyed
        : ignored.map((point) => ({ material: pointText(testCase, point.number), answer: '' })),
  };
}

const NO_DATA = { reason: 'malformed', message: 'The answer does not have the requested form.' };

function pointText({ points }: EvalCase, number: number): string {
  return points.find((point) => point.number === number)?.text ?? '';
}

function faultOf({ stage, reason, message }: Extract<Dialogue, { state: 'fault' }>): EvalFault {
  return { stage, reason, message };
}

function pairResult(
  testCase: EvalCase,
  mine: Dialogue,
  other: Dialogue,
  { lookup, ask }: Asking,
): Omit<PairResult, 'arm' | 'against'> {
  const none = { verdict: null, turned: false, why: [], fault: null };
  const faulty = [mine, other].find((dialogue) => dialogue.state === 'fault');
  if (faulty?.state === 'fault') return { ...none, fault: faultOf(faulty) };
  if (mine.state !== 'over' || other.state !== 'over') return none;
  const compared = comparePair(testCase, mine.said, other.said, lookup);
  switch (compared.state) {
    case 'open':
      for (const question of compared.questions) ask(question);
      return none;
    case 'fault':
      return { ...none, fault: { stage: 'preference', reason: compared.reason, message: compared.message } };
    case 'done':
      return { verdict: compared.verdict, turned: compared.turned, why: [...compared.why], fault: null };
  }
}
