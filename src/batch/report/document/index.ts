export { batchReport } from './batch_report.ts';
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
