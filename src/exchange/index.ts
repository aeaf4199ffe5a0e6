export { componentId, componentText, tellCut } from './reading/component_text.ts';
export { fieldText } from './reading/field_text.ts';
export { cutFrontMatter } from './reading/lenient_fields.ts';
export { type KnownPrompt, type PromptFile, readPrompt } from './reading/read_prompt.ts';
export type { ReadingProblemCode } from './reading/reading_format.ts';
export { type ExportBase, exportBaseOf, exportBaseText } from './writing/export_base.ts';
export { exportFiles, pluginOf } from './writing/export_files.ts';
export { exportName } from './writing/export_names.ts';
export {
  EXPORT_FORMS,
  type Exportable,
  type ExportableGroup,
  type ExportedFile,
  type ExportForm,
  type ExportProblemCode,
} from './writing/exportable.ts';
export { withPlugin } from './writing/plugin.ts';
export { sealOf } from './writing/seal.ts';
