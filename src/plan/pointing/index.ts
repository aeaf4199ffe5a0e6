export {
  askForPointers,
  importPointed,
  type PointingOutcome,
  type PointingTask,
  preparePointing,
} from './ask.ts';
