export { attemptAddress } from './attempt_identity.ts';
export { bringBack } from './bring_back.ts';
export type { FileChange } from './changes.ts';
export { COMPANIONS, type CompanionRule } from './companions.ts';
export type { EvidenceProblemCode } from './evidence_problem.ts';
export { type GateCommand, type GateFlag, type GateRun, runGate } from './gate.ts';
export { gateEnvironment, isToHide, toolEnvironment } from './gate_environment.ts';
export { testFilesTouched } from './gate_files.ts';
export { namedIn } from './ignored.ts';
export { applyPatch, takePatch } from './patch.ts';
export { pinAttempt } from './pin.ts';
export { markRepository, type RepositoryMark } from './repository_mark.ts';
export {
  checkScope,
  declaredFilter,
  filesInWords,
  limitOf,
  namedFilesOf,
  namesNoFile,
  type ScopeCheck,
} from './scope.ts';
export { type Snapshot, type SnapshotOptions, takeSnapshot } from './snapshot.ts';
export { tamperingSince } from './tampering.ts';
export type { TamperingFinding } from './tampering_finding.ts';
export type { VerifyContext } from './verify_context.ts';
