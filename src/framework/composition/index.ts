export { checkName, checkTitle, type NameProblemCode, suggestName, suggestTitle } from './name.ts';
export { PLACEHOLDER_MARK, placeholderTodo } from './placeholder.ts';
export { FILES, type RenderedFile, renderFiles, type TemplateProblemCode, type Templates } from './render.ts';
export {
  type ChoiceProblemCode,
  type ComponentChoice,
  type ResolvedComponent,
  resolveComponents,
  similarFile,
} from './resolve.ts';
export { findTemplates } from './templates.ts';
export { checkValues, constraintsThatHold, type ValueProblemCode, type Values } from './values.ts';
export { composeView, findOutput, type Slot, splitProtocol } from './view.ts';
