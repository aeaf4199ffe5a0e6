export { type Contradiction, findContradictions } from './contradictions.ts';
export { textFaults } from './fact_file.ts';
export { forgetFact, type Memory, readMemory, writeFact } from './fact_store.ts';
export { judgeFacts } from './judge_facts.ts';
export * from './memory_fact.ts';
export { type Proof, readProofs, writeProofs } from './proofs.ts';
export { MEMORY_BLOCK, type Publication, publication } from './publish.ts';
export { openRecall, type Recalled, type RecallRequest, recall, searchFacts } from './recall.ts';
export { markSpan, nonBlankLines } from './span.ts';
