/** A field that the program knows. */
export type FieldKey =
  | 'goal'
  | 'hours'
  | 'complexity'
  | 'files'
  | 'expected'
  | 'dependencies'
  | 'steps'
  | 'gates'
  | 'workflow'
  | 'executor'
  | 'fallback'
  | 'plugin'
  | 'place'
  | 'needs'
  | 'requirement';

/** Names of fields, by the field. */
export type FieldNames = Partial<Readonly<Record<FieldKey, readonly string[]>>>;

/**
 * Further names of fields that are so common as words that they only count where they are marked: in bold, or as a heading
 * of their own.
 */
export const MARKED_NAMES: FieldNames = {
  goal: ['Outcome'],
  hours: ['Timeline'],
  files: [
    'Target Files',
    'Files to Touch',
    'Files to Edit',
    'Files to Update',
    'Changed Files',
    'Created Files',
  ],
  expected: [
    'Key Files',
    'Critical Files',
    'Relevant Files',
    'Related Files',
    'Location',
    'Locations',
    'Path',
    'Paths',
    'Where',
    'Onde',
    'Dónde',
    'Ubicación',
    'Localização',
    'Emplacement',
    'Fundstelle',
    'Fundstellen',
    'Где',
    'Расположение',
    '位置',
    '場所',
    '위치',
  ],
  dependencies: ['Requires', 'Depends Upon', 'After', 'Waits For'],
  steps: [
    'Task List',
    'Solution',
    'Proposed Solution',
    'Recommended Solution',
    'Proposed Fix',
    'Recommended Fix',
    'Remedy',
    'Lösung',
    'Lösungsansatz',
    'Solución',
    'Solução',
    'Soluzione',
    'Решение',
    '解决方案',
    '解决办法',
    '修复方案',
    '解決策',
    '해결 방안',
    'To Do',
    'Todo',
    'To-do',
    'Work',
    'Work Items',
    'What to Do',
    'Actions',
    'Action Items',
    'Activities',
    'Deliverables',
    'Changes',
    'Changes Needed',
    'Changes Required',
    'Required Changes',
    'Implement',
    'What',
    'O quê',
    'O que',
    'Qué',
    'Quoi',
    'Implementation Plan',
    'Subtask',
    'Scope of Work',
    'Sub-tasks',
    'Todos',
  ],
  gates: [
    'Gates and Checks',
    'Exit Criteria',
    'Exit Criterion',
    'Exit',
    'Exit Gate',
    'Done When',
    'Done',
    'Done If',
    'Definition of Done',
    'DoD',
    'Acceptance',
    'Acceptance Criterion',
    'Acceptance Tests',
    'Success Criterion',
    'Success Metrics',
    'Verify',
    'Validate',
    'Verified By',
    'Checks',
    'Check',
    'Checkpoint',
    'Test',
    'Tests',
    'Testing',
    'Test Plan',
    'Test Strategy',
    'Test Criteria',
    'How to Test',
    'How to Verify',
    'Must Haves',
    'Must-haves',
    'Completion Criteria',
    'Kill-test',
    'Independent Test',
    'Expected Result',
    'Expected Outcome',
  ],
};

/** Further names of fields that mean nothing else, so that they count without marks, too. */
export const UNMARKED_NAMES: FieldNames = {
  gates: [
    'Acceptance',
    'Acceptance Test',
    'Exit Criteria',
    'Exit Criterion',
    'Done When',
    'Done If',
    'Definition of Done',
    'Expected Result',
    'Expected Results',
    'Expected Outcome',
    'Expected Outcomes',
  ],
};
