export { type BundledFile, bundleFiles } from './file_bundle.ts';
export {
  type FilledFramework,
  type FilledPart,
  type FillProblemCode,
  fillSlots,
  missingRequired,
} from './fill.ts';
export { missingHeadings } from './headings.ts';
export { type Survey, surveySlots } from './survey_slots.ts';
