export { batchReport } from './batch_report.ts';
export { batchResults, type ResultsDocument } from './batch_results.ts';
export type {
  GitFacts,
  PlanFacts,
  ReportDocument,
  ReportFacts,
  ReportFinding,
  ReportPhase,
  ReportStatement,
  ReviewFacts,
} from './facts.ts';
export { gatherFacts, type ReportSource } from './gather_facts.ts';
export { redGatesBesides } from './own_findings.ts';
export { geometricMean, ratioOf } from './sums.ts';
