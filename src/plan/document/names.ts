/** A field that the program knows. */
export type FieldKey =
  | 'goal'
  | 'hours'
  | 'complexity'
  | 'files'
  | 'dependencies'
  | 'steps'
  | 'gates'
  | 'workflow'
  | 'executor'
  | 'fallback'
  | 'requirement';

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
  requirement: ['Requirement', 'Requirements', 'Requirement Lines'],
};

const KEYS: ReadonlyMap<string, FieldKey> = new Map(
  (Object.keys(FIELD_NAMES) as FieldKey[]).flatMap((key) =>
    FIELD_NAMES[key].flatMap((name) => [[name, key] as const, [normalised(name), key] as const]),
  ),
);

/** The field that a name means; case, numbering, pictures and a remark in brackets do not matter. */
export function fieldKey(name: string): FieldKey | undefined {
  if (name.length > LONGEST_NAME) return undefined;
  return KEYS.get(name) ?? KEYS.get(normalised(name));
}

const LONGEST_NAME = 60;

function normalised(name: string): string {
  return name
    .toLowerCase()
    .replace(/\([^()]*\)|:/gu, ' ')
    .replace(/[_-]/gu, ' ')
    .replace(/^[\s\d.)]+/u, '')
    .replace(/[^a-z/ ]/gu, '')
    .replace(/\s+/gu, ' ')
    .replace(/ ?\/ ?/gu, '/')
    .trim();
}
