import { type Failure, failure } from '../../diagnostics/index.ts';
import { printableLine } from '../../lib/index.ts';
import { type Candidate, certaintyOf, type Doubt, type Evidence, strengthOf } from '../outline/certainty.ts';
import { bareHeading } from '../words/section_roles.ts';
import { unitKind } from '../words/unit_words.ts';
import type { TaskCode, TaskProblem } from './importer.ts';
import { shortText } from './short_text.ts';

/** Warnings about an uncertain reading: which lists were taken, which were left, and how to choose. */
export function doubtNotes(evidence: Evidence, file: string): TaskProblem[] {
  return certaintyOf(evidence).doubts.flatMap((doubt) => noteOf(doubt, evidence, file));
}

function noteOf(doubt: Doubt, { taken, isDone }: Evidence, file: string): TaskProblem[] {
  const [first] = taken;
  switch (doubt.kind) {
    case 'rival': {
      const [rival] = doubt.rivals;
      const isOne = doubt.rivals.length === 1;
      const what = isDone ? 'is marked as done' : 'was imported';
      const workLeft = isDone ? doubt.rivals.filter(({ isCalledWork }) => isCalledWork) : [];
      return [
        {
          ...(workLeft.length > 0 && { workLeft }),
          ...noteAt(
            rival?.line ?? 1,
            `${namesOf(doubt.rivals)} could also be the work, but ${isOne ? 'was' : 'were'} left out; the text from line ${first?.line ?? 1} on ${what}.`,
            isOne
              ? `If that is meant, add --section "${printableLine(rival?.name ?? '')}".`
              : 'Choose the section that holds the work with --section "…".',
            file,
            doubt.rivals.slice(0, MAX_NAMED),
          ),
        },
      ];
    }
    case 'more-left':
      return [
        noteAt(
          doubt.lists[0]?.line ?? 1,
          `Much more was left out than imported: the lists in ${namesOf(doubt.lists)}; nothing says what they are.`,
          'If they are the work, choose the section that holds it with --section "…".',
          file,
          doubt.lists.slice(0, MAX_NAMED),
        ),
      ];
    case 'boxes-left':
      return boxesLeftNote(doubt.places, file);
    case 'nameless':
    case 'anew': {
      const count = taken.reduce((sum, { size }) => sum + size, 0);
      const why = doubt.kind === 'anew' ? 'their numbers start over' : 'no heading calls them work';
      const named = taken.slice(0, MAX_NAMED).map(({ name }) => quoted(name));
      const more = taken.length > named.length ? ' …' : '';
      return [
        noteAt(
          first?.line ?? 1,
          `${count} list items in ${named.join(', ')}${more} were imported as the work, although ${why}: check whether they are.`,
          'Choose the section that holds the work with --section "…", or give the tasks tick boxes.',
          file,
        ),
      ];
    }
    case 'unlabelled':
      return [
        noteAt(
          first?.line ?? 1,
          `The headings from line ${first?.line ?? 1} on were imported as the parts, although none has a number or a word such as “Phase”, and others were left out: check whether they are.`,
          'Choose the section that holds the work with --section "…", or number its parts.',
          file,
        ),
      ];
    case 'bare':
      return [
        noteAt(
          doubt.line,
          `${doubt.count === 1 ? 'An item without a tick box, next to some that have one, was' : `${doubt.count} items without tick boxes, next to some that have them, were`} treated as open.`,
          'Give the tasks tick boxes, or choose the section that holds the work with --section "…".',
          file,
        ),
      ];
    case 'scattered':
      return [];
  }
}

/** Warns that open tick boxes are left out. */
export function boxesLeftNote(places: readonly Candidate[], file: string): TaskProblem[] {
  const [first] = places;
  if (first === undefined) return [];
  const named = places
    .slice(0, MAX_PLACES)
    .map(({ name, line, size }) => `${quoted(name)} (line ${line}: ${size})`);
  const more = places.length - named.length;
  return [
    {
      ...noteAt(
        first.line,
        `Open tick boxes outside the parts were left out: ${named.join(', ')}${more > 0 ? ` and ${more} more sections` : ''}.`,
        'If they are work, make them a part, or choose the section that holds the work with --section "…".',
        file,
        places.slice(0, MAX_PLACES),
      ),
      leavesBoxes: true,
    },
  ];
}

/**
 * Fails because no list can be taken for the work, and names the lists there are.
 *
 * @param told.why - a sentence that gives the reason, where there is more to say
 * @param told.remedy - another remedy than naming a section
 */
export function unclearWork(
  { taken, left }: Pick<Evidence, 'taken' | 'left'>,
  file: string,
  { why, remedy = 'give the tasks tick boxes' }: { readonly why?: string; readonly remedy?: string } = {},
): Failure<TaskCode> {
  const all = [...taken, ...left].filter(({ size }) => size > 0).sort(byLikeness);
  const [first] = all;
  const named = all.map(({ name, line, size }) => `${quoted(name)} (line ${line}, ${size} items)`);
  return failure('usage', {
    severity: 'error',
    code: 'work-unclear',
    message: `${why === undefined ? '' : `${why} `}It is unclear which of its lists is the work. The likeliest comes first: ${named.join(', ')}.`,
    file,
    line: first?.line ?? 1,
    column: 1,
    hint:
      first === undefined || first.name === ''
        ? `${remedy.charAt(0).toUpperCase()}${remedy.slice(1)}.`
        : `Choose one with --section, such as --section "${printableLine(first.name)}", or ${remedy}.`,
    ...offered([first].filter((each) => each !== undefined)),
  });
}

/**
 * Asks which list is the work, where everything that was taken is done and other lists are called work: "Pending features" in a
 * report on what has been built. Nothing, if there is no such list.
 *
 * @param problems - what was reported when nothing was left of the tasks taken
 */
export function askedForRest(problems: readonly TaskProblem[], file: string): Failure<TaskCode> | undefined {
  const done = problems.find(({ code }) => code === 'tasks-all-done');
  const told = problems.find(({ workLeft }) => workLeft !== undefined);
  const [first, ...others] = told?.workLeft ?? [];
  if (done === undefined || told === undefined || first === undefined) return undefined;
  const rest = problems.filter((each) => each !== done && each !== told);
  const asked = unclearWork({ taken: [], left: [first, ...others] }, file, {
    why: `The tasks from line ${done.line ?? 1} on are done, and other lists are called work.`,
  });
  return { ...asked, problems: [...asked.problems, ...rest] };
}

/** The list first that looks most like tasks: by its heading, by its form, by its length; else the one above. */
function byLikeness(a: Candidate, b: Candidate): number {
  return likeness(b) - likeness(a) || a.line - b.line;
}

function likeness({ name, form, isCalledWork, size }: Candidate): number {
  const bare = bareHeading(name);
  const kind = unitKind(bare.replace(/[\s(（:–—-].*$/u, '')) ?? unitKind(bare.replace(/e?[ns]$/u, ''));
  return (
    strengthOf({ form, isCalledWork, size: Math.min(size, LONGEST_LIST) }) +
    (WORK_WORD.test(bare) || kind !== undefined ? NAMED : 0) -
    (DESCRIPTION.test(bare) ? NAMED : 0)
  );
}

/** Further items add nothing. */
const LONGEST_LIST = 10;
const NAMED = 30;
const WORK_WORD =
  /\b(?:steps?|phases?|stages?|tasks?|plan|to-?dos?|next|milestones?|implementation|etappen?|schritte?|aufgaben|umsetzung|nächste|étapes?|tâches?|prochaines?|pasos?|tareas?|etapas?|próximos|passos|tarefas?|fasi|passi|attività|kroki|zadania|etapy)\b|этап|шаг|задач|план|крок|завдан|步骤|步驟|任务|任務|阶段|计划|下一步|手順|タスク|作業|予定|단계|작업|할 ?일/iu;
const DESCRIPTION =
  /\b(?:goals?|scope|background|context|overview|summary|risks?|questions?|notes?|design|architecture|concept|convention|requirements?|ziele?|abgrenzung|hintergrund|überblick|risiken|offene punkte|konvention|objectifs?|contexte|risques?|périmètre|objetivos?|contexto|alcance|riesgos?|riscos?|escopo)\b|цел[иь]|риск|контекст|обзор|目标|背景|风险|概述|目的|概要|リスク|목표|배경|위험/iu;

/** A warning; its message names the candidates, and its hint offers them. */
function noteAt(
  line: number,
  message: string,
  hint: string,
  file: string,
  candidates: readonly Candidate[] = [],
): TaskProblem {
  return {
    ...{ severity: 'warning', code: 'work-unclear', message, file, line, column: 1, hint },
    ...(candidates.length > 0 && offered(candidates)),
  };
}

function offered(candidates: readonly Candidate[]): Pick<TaskProblem, 'quotes' | 'sections'> {
  const named = candidates.filter(({ name }) => name !== '');
  return {
    quotes: candidates.map(({ line }) => line),
    sections: named.map(({ name }) => printableLine(name)),
  };
}

function namesOf(candidates: readonly Candidate[]): string {
  const named = candidates.slice(0, MAX_NAMED).map(({ name, line }) => `${quoted(name)} (line ${line})`);
  const more = candidates.length - named.length;
  return `${named.join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
}

function quoted(name: string): string {
  return name === '' ? 'the beginning' : `“${shortText(name)}”`;
}

const MAX_NAMED = 6;
const MAX_PLACES = 8;
