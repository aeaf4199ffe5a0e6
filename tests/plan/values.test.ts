import { expect, test } from 'vitest';
import { fieldKey } from '../../src/plan/document/field_names.ts';
import { fieldStarts } from '../../src/plan/document/field_start.ts';
import { parseHours } from '../../src/plan/document/hours.ts';
import { checkPlan } from '../../src/plan/index.ts';
import { caseGroupsIn } from '../support/cases.ts';
import { planOf } from '../support/plan.ts';

type Values = {
  readonly [kind in
    | 'hours'
    | 'headings'
    | 'names'
    | 'starts'
    | 'files'
    | 'dependencies'
    | 'gates']: readonly [text: string, meaning: unknown][];
};
const values = caseGroupsIn<Values>('plan_values.yaml');

/** A value behind its column. */
const at = ({ column }: { readonly column: number }, text: string) => `${column} ${text}`;
const noted = (note: string | undefined) => (note === undefined ? '' : ` (${note})`);

/** What it means for a field, and where a unit is needed. */
test.each(values.hours)('the estimate %j', (text, meaning) => {
  const hours = [false, true].map((needsUnit) => parseHours(text, { needsUnit }));
  expect(hours.map((value) => value ?? null)).toEqual(meaning);
});

/** `id | title | hours`, or null where it is no phase. */
test.each(values.headings)('the heading %j', (text, meaning) => {
  const [phase] = planOf(`## ${text}\n**Goal**: g\n**Complexity**: low\n## Other\n`).phases;
  const hours = phase?.hours && ` | ${at(phase.hours, `${phase.hours.text} = ${phase.hours.value}`)}`;
  expect(phase ? `${phase.id} | ${phase.title}${hours ?? ''}` : null).toBe(meaning);
});

test.each(values.names)('the name %j', (name, meaning) => {
  expect(fieldKey(name) ?? null).toBe(meaning);
});

/** Each field that begins on the line: its column and name, what it is known as, and what stands behind it. */
test.each(values.starts)('the line %j', (text, meaning) => {
  const starts = fieldStarts({ text, line: 1, column: 1 }).map(({ name, key, isBold, rest, ...place }) => {
    const known = `${key === undefined ? '' : ` (${key})`}${isBold ? '' : ' bare'}`;
    return at(place, `${name}${known}${rest ? ` = ${at(rest, rest.text)}` : ''}`);
  });
  expect(starts).toEqual(meaning);
});

/** Each path, with a question mark where it is prose, and its note; null where nothing is said. */
test.each(values.files)('the files %j', (text, meaning) => {
  const entries = planOf(`# Phase 1\n**Files**: ${text}\n`).phases[0]?.files?.entries.map((file) =>
    at(file, `${file.path}${file.isPath ? '' : ' ?'}${noted(file.note)}`),
  );
  expect(entries ?? null).toEqual(meaning);
});

/**
 * The places of the phases that each name means, from 1: with `|` where it is ambiguous, with `+` where it means all.
 *
 * @param headings - of the phases before the one that depends
 */
function referencesTo(headings: readonly string[], text: string): string[] | null {
  const phases = [...headings, 'Phase 9: Last'].map((heading) => `# ${heading}\n**Goal**: g\n`);
  const last = planOf(`${phases.join('')}**Dependencies**: ${text}\n`).phases.at(-1);
  const references = last?.dependencies?.references.map((reference) => {
    const places = reference.phases.map((place) => place + 1).join(reference.isMany ? '+' : '|');
    return at(reference, `${reference.text} = ${places || 'nothing'}${noted(reference.note)}`);
  });
  return references ?? null;
}

const SEVEN = [
  'Phase 1: Set up',
  'Phase 2: Copy the rows',
  'Phase 3: Copy, move and check',
  'Phase 2b: Look',
  'Phase 5: Twin',
  'Phase 5: Twin',
  'Phase IV: Roman',
];
test.each(values.dependencies)('among seven phases, the dependencies %j', (text, meaning) => {
  expect(referencesTo(SEVEN, text)).toEqual(meaning);
});

/** Where no title has a comma, a bracket or such a word in it, names are looked up in shorter ways. */
test.each(values.dependencies)('however plain the other titles are, the dependencies %j', (text) => {
  const plain = [
    'Phase 1: Set up',
    'Phase 2: Copy the rows',
    'Phase 2b: Look',
    'Phase 5: Twin',
    'Phase 5: Twin',
  ];
  const odd = (title: string) => referencesTo([...plain, `Phase 99: ${title}`], text);
  expect(odd('Odd, (very) `phase`')).toEqual(odd('Plain'));
});

/** Each gate with an x where it is ticked, and its command. */
test.each(values.gates)('the gates %j', (text, meaning) => {
  const gates = planOf(`# Phase 1\n**Gates**: ${text}\n`).phases[0]?.gates.map((gate) => {
    const command = gate.command && ` | ${at(gate.command, gate.command.value)}`;
    return at(gate, `${gate.checked ? 'x ' : ''}${gate.text}${command ?? ''}`);
  });
  expect(gates ?? null).toEqual(meaning);
});

/** Names with spaces that may as well be a name with words before it: what is not taken of them is told. */
test.each([
  ['root package.json', 'package.json', 'root'],
  ['My Very Long File Name.txt', 'Name.txt', 'My Very Long File'],
  ['Notes of the day.md', 'day.md', 'Notes of the'],
  ['Update the day.md', 'day.md', undefined],
  ['Program Data/', 'Data/', 'Program'],
  ['my notes/Makefile', 'notes/Makefile', 'my'],
  ['My Stuff/**', 'Stuff/**', 'My'],
  ['everything in src/', 'src/', undefined],
  ['tests src/', 'src/', undefined],
  ['config/local settings.json', 'settings.json', undefined],
])('of the files %j, no word is lost unsaid', (text, path, before) => {
  const plan = planOf(`# Phase 1\n**Files**: ${text}\n`);
  const told = checkPlan(plan).problems.filter(({ code }) => code === 'file-not-a-path');
  expect(told.map(({ message, line }) => ({ message, line }))).toEqual(
    before === undefined
      ? []
      : [
          {
            line: 2,
            message: `"${path}" was read as the file name, without "${before}" before it.`,
          },
        ],
  );
});
