export { type Contradiction, findContradictions } from './contradictions.ts';
export { textFaults } from './fact_file.ts';
export { judgeFacts } from './judge_facts.ts';
export { type Proof, readProofs, writeProofs } from './proofs.ts';
export { type Publication, publication } from './publish.ts';
export { openRecall, type Recalled, type RecallRequest, recall, searchFacts } from './recall.ts';
export { markSpan, solidLines } from './span.ts';
export { forgetFact, type Memory, readMemory, writeFact } from './store.ts';
export * from './types.ts';
