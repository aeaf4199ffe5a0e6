import {
  type AttemptRecord,
  type BatchState,
  decisiveLine,
  issuesShown,
  type PhaseRecord,
} from '../../batch/index.ts';
import { printableLine } from '../../lib/index.ts';
import {
  type KnownIssue,
  type PatternFile,
  type PatternInput,
  type PatternPhase,
  placeholdersIn,
} from '../../patterns/index.ts';
import { patternIn, requirementIn, type UncheckedPlan, withoutCode } from '../../plan/index.ts';
import { originTexts } from './origin_texts.ts';

/** The parts of a pattern that come from a batch. */
export type LearnedFrom = {
  readonly plan: UncheckedPlan;
  readonly state: BatchState;
  readonly id: string;
  /** Its domain; by default, that of {@link LearnedFrom.origin}. */
  readonly domain: string | undefined;
  /** The pattern that the plan came from, if it exists here: its inputs and its conditions still apply. */
  readonly origin: PatternFile | undefined;
  /** The project's own words to be replaced by inputs, by the input's name. */
  readonly own: readonly OwnName[];
};

/** A word of this project's own, and its replacement. */
export type OwnName = {
  readonly input: string;
  readonly value: string;
  readonly describe: string;
  /** Whether other projects are likely to have the same. */
  readonly isCommon?: boolean;
};

/** Makes a pattern from the plan of a successful batch, replacing the project's own names with inputs. Pure. */
export function learnedPattern({ plan, state, id, domain, origin, own }: LearnedFrom): PatternFile {
  const used = new Set<string>();
  const put = (text: string) => withInputs(text, own, used);
  // In prose a default or an everyday word ("spec", "src") stays; the project's name never does.
  const standing = new Set((origin?.inputs ?? []).flatMap((input) => input.default ?? []));
  // An input without a default always has a value specific to this project.
  const needed = new Set(
    (origin?.inputs ?? []).flatMap((input) => (input.default === undefined ? [input.name] : [])),
  );
  const named = own.filter(
    ({ input, value }) =>
      input === 'project' || needed.has(input) || (!standing.has(value) && !/^[a-z]+$/u.test(value)),
  );
  const before = originTexts(origin, patternIn(plan.source)?.inputs);
  const say = (text: string) => {
    const raw = before.text(text);
    return raw === undefined ? withInputs(text, named, used) : withInputs(raw, [], used);
  };
  const ids = uniqueIds(
    plan.phases.map(
      ({ title, id: label }) => before.id(title) ?? (learnedId(title, own) || `phase-${slug(label)}`),
    ),
  );
  const phases = plan.phases.map((phase, place): PatternPhase => {
    const { complexity, workflow, executor, fallback, plugin } = phase;
    const { question, alternative } =
      state.phases.find(({ phase: made }) => made.id === phase.id)?.phase ?? {};
    const dependencies = (phase.dependencies?.references ?? []).flatMap(({ phases: on }) =>
      on.flatMap((at) => ids[at] ?? []),
    );
    const gates = phase.gates.flatMap(({ text, command }) => {
      if (command === undefined) return [];
      const raw = before.gate(command.value);
      if (raw === undefined) return [{ text: say(wordsOf(text)).slice(0, 300), command: put(command.value) }];
      for (const said of [raw.text, raw.command, raw.without ?? '', raw.alone ?? ''])
        withInputs(said, [], used);
      return [raw];
    });
    return {
      id: ids[place] ?? '',
      title: say(phase.title).slice(0, 200),
      goal: say(phase.goal?.value ?? phase.title),
      hours: Math.min(phase.hours?.value || 1, 40),
      ...(isLevel(complexity?.value) && { complexity: complexity.value }),
      files: (phase.files?.entries ?? []).map(({ path }) => put(path)),
      ...(phase.files?.isExpected && { filesExpected: true as const }),
      ...(dependencies.length > 0 && { dependencies: [...new Set(dependencies)] }),
      steps:
        phase.steps.length === 0
          ? [say(phase.goal?.value ?? phase.title)]
          : // A checked box would state in the next plan that it was done in this one.
            phase.steps.map(({ value }) => say(value.replace(/^\[[ xX]\]\s+/u, ''))),
      gates,
      ...(workflow && { workflow: workflow.value }),
      ...(executor && { executor: executor.value }),
      ...(fallback && { fallback: fallback.value }),
      ...(plugin && { plugin: plugin.value }),
      ...(alternative !== undefined && { alternative: say(alternative) }),
      ...(question && { question: { text: say(question.text), default: say(question.default) } }),
    };
  });
  const issues = learnedIssues(plan, state, { ids, say: put });
  const title = plan.title?.value ?? id;
  const inputs = own
    .filter(({ input }) => used.has(input))
    .map(({ input, value, describe, isCommon = false }): PatternInput => {
      const known = origin?.inputs?.find(({ name }) => name === input);
      if (known !== undefined) return known;
      return {
        name: input,
        describe,
        // As an example it would reveal the value to be replaced.
        ...(isCommon && { default: value }),
        ...(input === 'test-command' && { from: 'test-command' as const }),
      };
    });
  const { keywords, requirements } = origin ?? {};
  // The project's own words must not be needed to find the pattern.
  const about = requirementIn(plan.source).join(' ') || title;
  return {
    schema: 'orchestrator.pattern/1',
    id,
    name: withoutOwn(title, named).slice(0, 120) || id,
    description: origin?.description ?? (withoutOwn(about, named).slice(0, 2000) || id),
    domain: domain ?? origin?.domain ?? 'general',
    ...(keywords && { keywords }),
    ...(inputs.length > 0 && { inputs }),
    ...(requirements && { requirements }),
    phases: phases as PatternFile['phases'],
    ...(issues.length > 0 && { issues }),
  };
}

/** The names of inputs that a plan was filled with, to be reused by a pattern made from it. */
export function inputsOfPlan({ source }: UncheckedPlan): OwnName[] {
  return [...(patternIn(source)?.inputs ?? [])].map(([input, value]) => ({
    ...{ input, value, describe: input.replaceAll('-', ' ') },
  }));
}

/** The failures that were overcome: those that the pattern knew already, and new ones. */
function learnedIssues(
  plan: UncheckedPlan,
  { phases }: BatchState,
  { ids, say }: { readonly ids: readonly string[]; readonly say: (text: string) => string },
): KnownIssue[] {
  const found = new Map<string, KnownIssue>();
  for (const record of phases) {
    const place = plan.phases.findIndex(({ id }) => id === record.phase.id);
    const phase = ids[place];
    if (record.progress.state !== 'done' || phase === undefined) continue;
    for (const { id, what, signs, fix } of record.phase.issues ?? []) {
      const before = found.get(id);
      const seen = [...new Set([...(before?.phases ?? []), phase])];
      found.set(id, { id, what, signs: signs as KnownIssue['signs'], fix, phases: seen });
    }
    for (const issue of newIssues(record, phase, say)) if (!found.has(issue.id)) found.set(issue.id, issue);
  }
  // An issue that can occur in every phase names none.
  const short = ({ phases: seen = [], ...issue }: KnownIssue): KnownIssue =>
    seen.length === ids.length && ids.length > 1 ? issue : { ...issue, phases: seen };
  return [...found.values()].slice(0, MAX_ISSUES).map(short);
}

const MAX_ISSUES = 40;

/** Failure reasons that depend on the work, and not on the machine or the account. */
const TEACHES: ReadonlySet<string> = new Set(['gate', 'merged-gate', 'scope', 'conflict', 'claimed-failure']);

function newIssues(record: PhaseRecord, phase: string, say: (text: string) => string): KnownIssue[] {
  const { attempts, progress } = record;
  const helped = progress.state === 'done' ? attempts[progress.attempt - 1] : undefined;
  const how = howOvercome(record, helped);
  const seen = new Set<string>();
  return attempts.flatMap((attempt): KnownIssue[] => {
    const { failed, number } = attempt;
    if (failed === undefined || !TEACHES.has(failed.reason) || issuesShown(record.phase, attempt).length > 0)
      return [];
    const sign = decisiveLine(failed.evidence).replace(/…$/u, '').slice(0, 120).trim();
    // The program's own account of how the attempt ended; no output would ever contain that sign.
    if (!failed.evidence.includes(sign)) return [];
    // With an input in it, it would never match a failure of another project.
    if (sign.length < 8 || say(sign) !== sign || seen.has(sign)) return [];
    // An attempt that fails like the one before adds nothing new.
    seen.add(sign);
    return [
      {
        id: `${phase}-${number}`.slice(0, 60),
        what: `${failed.reason} failed in "${say(record.phase.title)}"`.slice(0, 300),
        signs: [sign],
        fix: say(how).slice(0, 500),
        phases: [phase],
      },
    ];
  });
}

/** The step that got a phase past its failures: as its attempt describes it, or else the rung of the ladder. */
function howOvercome({ phase, answer }: PhaseRecord, helped: AttemptRecord | undefined): string {
  const said = printableLine(helped?.claimed?.summary ?? '').trim();
  if (said !== '') return said;
  const rung = helped?.rung;
  if (rung === 'answer' && answer !== undefined) return `A person decided: ${printableLine(answer.text)}`;
  if (rung === 'alternative' && phase.alternative !== undefined)
    return `Go another way: ${printableLine(phase.alternative)}`;
  if (rung === 'fallback') return 'Give it to another executor: the one that failed did not get over it.';
  return 'Another try that was shown the failure got over it; read it before you begin.';
}

/** Replaces names with inputs; inputs already in the text count as used, too. */
function withInputs(text: string, own: readonly OwnName[], used: Set<string>): string {
  for (const name of placeholdersIn(text)) used.add(name);
  return replaceOwn(text, own, ({ input }) => {
    used.add(input);
    return `{{${input}}}`;
  });
}

function withoutOwn(text: string, own: readonly OwnName[]): string {
  return replaceOwn(text, own, ({ describe }, before) => {
    const called = describe.replace(/^the name of (?=the )/u, '');
    return /(?<!\p{L})(?:the|an?)\s$/iu.test(before) ? called.replace(/^the /u, '') : called;
  });
}

/** Replaces whole names, the longest first, in one pass: replacements are not searched again. */
function replaceOwn(
  text: string,
  own: readonly OwnName[],
  by: (name: OwnName, before: string) => string,
): string {
  const names = own
    .filter(({ value }) => value.length >= SHORTEST)
    .sort((a, b) => b.value.length - a.value.length);
  if (names.length === 0) return text;
  const pattern = names.map(({ value }) => value.replace(/[.*+?^${}()|[\]\\]/gu, '\\$&')).join('|');
  return text.replace(
    new RegExp(`(?<![\\p{L}\\p{N}_])(?:${pattern})(?![\\p{L}\\p{N}_])`, 'gu'),
    (found, at: number) => {
      const name = names.find(({ value }) => value === found);
      return name === undefined ? found : by(name, text.slice(Math.max(0, at - 5), at));
    },
  );
}

/** Shorter names occur inside too many words. */
const SHORTEST = 3;

function wordsOf(gate: string): string {
  return (
    withoutCode(gate)
      .replace(/[\s:.,]+$/u, '')
      .trim() || 'It holds'
  );
}

function isLevel(text: string | undefined): text is 'low' | 'medium' | 'high' {
  return text === 'low' || text === 'medium' || text === 'high';
}

/** A title as an id, with inputs in place of this project's own words. */
export function learnedId(title: string, own: readonly OwnName[]): string {
  return slug(replaceOwn(title, own, ({ input }) => input));
}

/** A title as an id. */
function slug(title: string): string {
  const words =
    title
      .normalize('NFKD')
      .toLowerCase()
      .match(/[a-z0-9]+/gu) ?? [];
  const whole = words.join('-');
  if (whole.length <= 40) return whole;
  // Does not cut inside a word, unless there is only one.
  const end = whole.lastIndexOf('-', 40);
  return whole.slice(0, end > 0 ? end : 40);
}

function uniqueIds(ids: readonly string[]): string[] {
  return ids.map((id, at) => {
    const before = ids.slice(0, at).filter((other) => other === id).length;
    return before === 0 ? id : `${id.slice(0, 36)}-${before + 1}`;
  });
}
