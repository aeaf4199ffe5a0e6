import type { Detector } from './detector.ts';
import { instructionFiles } from './detectors/instruction_files.ts';
import { javascript } from './detectors/javascript.ts';
import { languages } from './detectors/languages.ts';
import { plansAndMemory } from './detectors/plans_and_memory.ts';
import { taskRunners } from './detectors/task_runners.ts';

/** Every detector. What two of them find is one fact with the evidence of both. */
export const DETECTORS: readonly Detector[] = [
  languages,
  javascript,
  taskRunners,
  instructionFiles,
  plansAndMemory,
];
