export {
  askForPointers,
  importPointed,
  type PointingOutcome,
  type PointingTask,
  preparePointing,
} from './ask_for_pointers.ts';
