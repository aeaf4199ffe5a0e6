import type { Detector } from './detector.ts';
import { ci } from './detectors/ci.ts';
import { go } from './detectors/go.ts';
import { instructionFiles } from './detectors/instruction_files.ts';
import { javascript } from './detectors/javascript.ts';
import { languages } from './detectors/languages.ts';
import { plansAndMemory } from './detectors/plans_and_memory.ts';
import { python } from './detectors/python.ts';
import { rust } from './detectors/rust.ts';
import { taskRunners } from './detectors/task_runners.ts';

/** Every detector. What two of them find is one fact with the evidence of both. */
export const DETECTORS: readonly Detector[] = [
  languages,
  javascript,
  python,
  go,
  rust,
  ci,
  taskRunners,
  instructionFiles,
  plansAndMemory,
];
