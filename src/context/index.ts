export { contextFiles } from './discovery/context_paths.ts';
export {
  CONTEXT_BUDGETS,
  CONTEXT_TOKENS,
  type ContextBudget,
  contextText,
} from './discovery/context_text.ts';
export { discover } from './discovery/discover.ts';
export type { Evidence, Fact, FactKind } from './discovery/fact.ts';
export { type ContextChanges, type KnownContext, readContext } from './discovery/read_context.ts';
export { type ProjectDocument, readInstructions, readManifests } from './documents.ts';
export type { ProjectContext } from './generated/context.ts';
export { askKnowledge, type KnowledgeQuestion } from './knowledge/ask.ts';
export { type Excerpts, findExcerpts } from './knowledge/excerpts.ts';
export { type KnowledgePage, pageText } from './knowledge/page.ts';
export { type ProvenStatement, proveStatements } from './knowledge/verify.ts';
export * from './memory/index.ts';
export { type MakeTargets, type NpmPackage, openProject, type Project } from './project.ts';
export { projectRoot } from './project_root.ts';
export { type ProjectTree, readTree, shortenTree } from './tree.ts';
