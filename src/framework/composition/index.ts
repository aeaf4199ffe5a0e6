export { type AlignedLine, alignSources, withoutPlaces } from './align.ts';
export { type AttributedFile, type AttributedLine, attributeFiles } from './attribution.ts';
export { CONDITIONAL_SUBJECTS, type ConditionalSubject, conditionalLines } from './conditional_lines.ts';
export { loweredHeadings, lowerHeadings, raiseHeadings } from './heading_levels.ts';
export { checkName, checkTitle, type NameProblemCode, suggestName, suggestTitle } from './name.ts';
export { placeholderText, placeholderTodo } from './placeholder.ts';
export { findPromptTemplate, PROMPT_TEMPLATE, type PromptTemplate } from './prompt_template.ts';
export { FILES, type RenderedFile, renderFiles, type Templates } from './render.ts';
export {
  type ChoiceProblemCode,
  type ComponentChoice,
  type ResolvedComponent,
  resolveComponents,
  type SuggestedComponent,
  similarFile,
  suggestionFinder,
} from './resolve.ts';
export { type Source, sourceKey, sourceText } from './source.ts';
export {
  INTERACTIONS,
  type Interaction,
  interactionOf,
  type StartInput,
  startLine,
} from './start_line.ts';
export type { TemplateProblemCode } from './template_fault.ts';
export type { TemplateNames } from './template_names.ts';
export { findTemplates } from './templates.ts';
export {
  checkValues,
  constraintsThatHold,
  namedFile,
  type ValueFiles,
  type ValueProblemCode,
  type Values,
  withoutLineEnds,
} from './values.ts';
export { composeView, findOutput, type Slot, splitProtocol, type View } from './view.ts';
