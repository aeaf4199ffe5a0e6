import { ambiguousDependency } from './ambiguous_dependency.ts';
import { contextTooLong } from './context_too_long.ts';
import { dependencyCycle } from './dependency_cycle.ts';
import { duplicateId } from './duplicate_id.ts';
import { duplicateTitle } from './duplicate_title.ts';
import { fieldRepeated } from './field_repeated.ts';
import { fileNotAPath } from './file_not_a_path.ts';
import { fileOutside } from './file_outside.ts';
import { filesMissing } from './files_missing.ts';
import { gateCannotFail } from './gate_cannot_fail.ts';
import { gateExclusiveUnreadable } from './gate_exclusive_unreadable.ts';
import { gateSeveralCommands } from './gate_several_commands.ts';
import { gateWithoutCommand } from './gate_without_command.ts';
import { gatesMissing } from './gates_missing.ts';
import { goalMissing } from './goal_missing.ts';
import { hiddenText } from './hidden_text.ts';
import { hoursAbsurd } from './hours_absurd.ts';
import { hoursMissing } from './hours_missing.ts';
import { hoursUnreadable } from './hours_unreadable.ts';
import { needsUnreadable } from './needs_unreadable.ts';
import { noPhases } from './no_phases.ts';
import { phaseNotCounted } from './phase_not_counted.ts';
import { phaseTooLarge } from './phase_too_large.ts';
import type { PlanRule } from './plan_rule.ts';
import { selfDependency } from './self_dependency.ts';
import { undefinedDependency } from './undefined_dependency.ts';
import { unknownWorkflow } from './unknown_workflow.ts';

/** Every rule of a plan. */
export const PLAN_RULES: readonly PlanRule[] = [
  noPhases,
  phaseNotCounted,
  duplicateId,
  duplicateTitle,
  goalMissing,
  fieldRepeated,
  hoursMissing,
  hoursUnreadable,
  hoursAbsurd,
  filesMissing,
  fileNotAPath,
  fileOutside,
  undefinedDependency,
  ambiguousDependency,
  selfDependency,
  dependencyCycle,
  gatesMissing,
  gateWithoutCommand,
  gateSeveralCommands,
  gateCannotFail,
  gateExclusiveUnreadable,
  unknownWorkflow,
  needsUnreadable,
  phaseTooLarge,
  hiddenText,
  contextTooLong,
];
