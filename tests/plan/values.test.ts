import { describe, expect, test } from 'vitest';
import { fieldStarts } from '../../src/plan/document/field_start.ts';
import { parseHours } from '../../src/plan/document/hours.ts';
import { fieldKey } from '../../src/plan/document/names.ts';
import { casesIn } from '../support/cases.ts';
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
const values = casesIn('plan_values.yaml') as unknown as Values;

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

describe('among seven phases', () => {
  const others = [
    ...[
      '1: Set up',
      '2: Copy the rows',
      '3: Copy, move and check',
      '2b: Look',
      '5: Twin',
      '5: Twin',
      'IV: Roman',
    ],
  ].map((heading) => `# Phase ${heading}\n**Goal**: g\n`);

  /** The places of the phases that each name means, from 1: with `|` where it is ambiguous, with `+` where it means all. */
  test.each(values.dependencies)('the dependencies %j', (text, meaning) => {
    const last = planOf(`${others.join('')}# Phase 9: Last\n**Dependencies**: ${text}\n`).phases.at(-1);
    const references = last?.dependencies?.references.map((reference) => {
      const places = reference.phases.map((place) => place + 1).join(reference.isMany ? '+' : '|');
      return at(reference, `${reference.text} = ${places || 'nothing'}${noted(reference.note)}`);
    });
    expect(references ?? null).toEqual(meaning);
  });
});

/** Each gate with an x where it is ticked, and its command. */
test.each(values.gates)('the gates %j', (text, meaning) => {
  const gates = planOf(`# Phase 1\n**Gates**: ${text}\n`).phases[0]?.gates.map((gate) => {
    const command = gate.command && ` | ${at(gate.command, gate.command.value)}`;
    return at(gate, `${gate.checked ? 'x ' : ''}${gate.text}${command ?? ''}`);
  });
  expect(gates ?? null).toEqual(meaning);
});
