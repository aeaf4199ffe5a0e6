import { phasesOf } from '../protocol_parts.ts';
import type { ComponentRule } from '../types.ts';

export const R02: ComponentRule = {
  id: 'R02',
  title: 'phases, each with an exit',
  severity: 'error',
  applies: ['protocol'],
  reason: 'A phase without an exit that can be seen ends when the model is tired of it.',
  bad: 'Phase 1 - Rules. Number the rules. Exit: the list exists.\nPhase 2 - Sweep. Look at everything.\nPhase 3 - Report. Exit: it stands.',
  good: 'Phase 1 - Rules. Number the rules. Exit: the list exists.\nPhase 2 - Sweep. Take one rule at a time; go back to\n  Phase 1 when one is missing. Exit: every rule has a status.',
  check: ({ text }) => {
    const phases = phasesOf(text);
    if (phases.length === 0) return [{ at: 0, message: 'It has no "Phase 1".' }];
    return phases
      .filter((phase) => !/\bExit\b/iu.test(phase.text))
      .map((phase) => ({ at: phase.offset, message: `Its phase ${phase.number} has no "Exit:".` }));
  },
};
