import { withoutAccents } from '../words/accents.ts';
import { type FieldKey, MARKED_NAMES, UNMARKED_NAMES } from '../words/field_words.ts';
import { FILE_LIST } from '../words/file_actions.ts';
import { FOREIGN_NAMES } from '../words/foreign_field_words.ts';

export type { FieldKey } from '../words/field_words.ts';

/** The names that people and models give each field; the first is the one that the printer writes. */
export const FIELD_NAMES: Readonly<Record<FieldKey, readonly [string, ...string[]]>> = {
  goal: ['Goal', 'Goals', 'Objective', 'Objectives', 'Purpose', 'Phase Goal', 'Phase Objective'],
  hours: [
    'Estimated Hours',
    'Estimated Hour',
    'Estimate',
    'Estimated Time',
    'Estimated Effort',
    'Estimated Duration',
    'Est. Hours',
    'Est. Time',
    'Time Estimate',
    'Effort Estimate',
    'Hours',
    'Effort',
    'Duration',
    'Time',
  ],
  complexity: ['Complexity', 'Complexity Level', 'Difficulty'],
  files: [
    'Files Modified',
    'Files',
    'File',
    'Files to Modify',
    'Files to Create',
    'Files to Change',
    'Files to Create/Modify',
    'Files to Modify/Create',
    'Files Modified/Created',
    'Files Created/Modified',
    'Files Created',
    'Files Changed',
    'Files Affected',
    'Files Touched',
    'Affected Files',
    'Modified Files',
    'New Files',
  ],
  expected: [
    'Expected Files',
    'Files Expected',
    'Likely Files',
    'Files Likely Modified',
    'Files Likely Touched',
    'Probable Files',
  ],
  dependencies: [
    'Dependencies',
    'Dependency',
    'Depends On',
    'Depends',
    'Prerequisites',
    'Prerequisite',
    'Blocked By',
  ],
  steps: [
    'Implementation Steps',
    'Implementation Step',
    'Steps',
    'Tasks',
    'Implementation',
    'Implementation Tasks',
    'Key Tasks',
    'Subtasks',
  ],
  gates: [
    'Validation Gates',
    'Validation Gate',
    'Gates',
    'Gate',
    'Quality Gates',
    'Validation',
    'Validation Criteria',
    'Validation Steps',
    'Verification',
    'Acceptance Criteria',
    'Success Criteria',
  ],
  workflow: ['Workflow'],
  executor: ['Executor'],
  fallback: ['Fallback', 'Fallback Executor'],
  plugin: ['Plugin'],
  place: ['Place'],
  needs: ['Needs'],
  requirement: ['Requirement', 'Requirements', 'Requirement Lines'],
};

/** The names as they are written here. */
const KEYS: ReadonlyMap<string, FieldKey> = new Map(
  (Object.keys(FIELD_NAMES) as FieldKey[]).flatMap((key) =>
    FIELD_NAMES[key].map((name) => [name, key] as const),
  ),
);
/** All names in all forms; built for the first name that is unknown, since most plans have no such name. */
let folded: Record<'all' | 'marked', ReadonlyMap<string, FieldKey>> | undefined;
function foldedKeys() {
  folded ??= { all: keysOf(FIELD_NAMES, FOREIGN_NAMES, UNMARKED_NAMES), marked: keysOf(MARKED_NAMES) };
  return folded;
}

function keysOf(
  ...tables: readonly Partial<Readonly<Record<FieldKey, readonly string[]>>>[]
): ReadonlyMap<string, FieldKey> {
  return new Map(
    tables.flatMap((table) =>
      (Object.keys(table) as FieldKey[]).flatMap((key) =>
        (table[key] ?? []).flatMap((name) => [
          [name, key] as const,
          [normalised(name), key] as const,
          [withoutAccents(normalised(name)), key] as const,
        ]),
      ),
    ),
  );
}

/**
 * The field that a name means; case, numbering, pictures and a remark in brackets do not matter.
 *
 * @param options.isMarked - whether it is in bold or a heading, so that it cannot be a word of a sentence
 */
export function fieldKey(name: string, { isMarked = false } = {}): FieldKey | undefined {
  if (name.length > LONGEST_NAME) return undefined;
  const plain = KEYS.get(name);
  if (plain !== undefined) return plain;
  const { all, marked } = foldedKeys();
  const given = normalised(name);
  const known = all.get(name) ?? all.get(given) ?? (isMarked ? marked.get(given) : undefined);
  return known ?? (isMarked && FILE_LIST.test(name.replace(REMARK, '').trim()) ? 'files' : undefined);
}

/** "Modified files (4)", "New files:" */
const REMARK = /\s*\([^()]*\)|（[^（）]*）|[:：]/gu;

const LONGEST_NAME = 60;

function normalised(name: string): string {
  return name
    .toLowerCase()
    .replace(/\([^()]*\)|（[^（）]*）|[:：]/gu, ' ')
    .replace(/[_-]/gu, ' ')
    .replace(/^[\s\d.)]+/u, '')
    .replace(/[^\p{L}\p{M}/ ]|\uFE0F/gu, '')
    .replace(/\s+/gu, ' ')
    .replace(/ ?\/ ?/gu, '/')
    .trim();
}
