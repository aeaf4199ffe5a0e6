export { appendBytes } from './append_bytes.ts';
export { type AppendLog, ForeignWriteError, openAppendLog } from './append_log.ts';
export { type CappedLog, capLog, readEnd, settleLog } from './capped_log.ts';
export { type ChangeProbe, entryNumber, fileStamp, isSameEntry, watchChanges } from './change_probe.ts';
export { type Clock, systemClock } from './clock.ts';
export { COMMIT, commitMark, settledPath } from './commit_folder.ts';
export { canHoldCommands } from './control_group.ts';
export { type Creation, startCreation } from './creation.ts';
export { openEgressProxy, type RelayedCommand, runBehindProxy } from './egress.ts';
export type { EgressProxy } from './egress_proxy.ts';
export { createFolderWith, type FileSet, HalfDoneError, repairFolder, replaceTogether } from './file_set.ts';
export { fingerprintOf, namesMarked, UNREADABLE } from './fingerprint.ts';
export { createGit, type Environment, type Git, type GitOptions } from './git.ts';
export { askGitFiles, listGitFiles } from './git_files.ts';
export { type GitOutcome, gitFault } from './git_outcome.ts';
export { GitRefused, gitUnusable, isGitNegative, isMissingInGit, isNoRepository } from './git_refused.ts';
export { sha256, sha256OfFile } from './hash.ts';
export { type Interruption, interruptProcess } from './interrupt.ts';
export { limitMemory } from './limit_memory.ts';
export { type LineFile, openLineFile } from './line_file.ts';
export { listFiles } from './listing.ts';
export { type Host, hostsInText, hostText, readHost, sortedHosts } from './network_hosts.ts';
export { type TrafficProbe, trafficProbe } from './network_traffic.ts';
export { hideOwnEnvironment } from './own_environment.ts';
export {
  displayPath,
  type EntryKind,
  entryKind,
  fileMode,
  fileSize,
  filesBelow,
  findProgram,
  findUpward,
  isBelow,
  isFolder,
  isWithin,
  namesIn,
  realPath,
  writeFault,
  writtenAt,
} from './paths.ts';
export { type Probe, probeProgram } from './probe_program.ts';
export { openEditor, runShellLine } from './process.ts';
export type { ProcessMark } from './process_end.ts';
export {
  endGroup,
  endLeftGroup,
  endMarked,
  type GroupCommand,
  type GroupEnd,
  type GroupPipes,
  type GroupStart,
  type ProcessGroup,
  startGroup,
} from './process_group.ts';
export {
  identityOf,
  ownIdentity,
  type ProcessIdentity,
  type ProcessState,
  processState,
} from './process_identity.ts';
export { type LockOutcome, lockOwner, type ProcessLock, takeLock, waitForLock } from './process_lock.ts';
export { markedProcesses } from './process_table.ts';
export { type ProcessorMeter, processorMeter } from './processor_time.ts';
export { isThisMachine, PROXIES, type ProxyChoice, proxyFor } from './proxy.ts';
export {
  type BytesRead,
  readBytes,
  readLink,
  readStandardInput,
  readText,
  readTextOrUtf16,
  type TextRead,
} from './read.ts';
export { readJson } from './read_json.ts';
export { createReadOnlyGit } from './read_only_git.ts';
export { readPiece } from './read_piece.ts';
export { type ProgramEnd, runProgram } from './run_program.ts';
export { isSharedFolder } from './shared_folder.ts';
export {
  describeSystemError,
  isMachineFault,
  isRefusedByMachine,
  remedyFor,
  systemErrorCode,
} from './system_error.ts';
export { copyTree, linkTree, mentionsText, removeTree } from './tree.ts';
export { listeningSockets } from './unix_sockets.ts';
export { isRoot, nodeProgram, ownUser, platformName } from './user.ts';
export {
  createFile,
  dropFolders,
  leftStaging,
  makeFolders,
  makePrivateFolder,
  makeSocketFolder,
  makeTemporaryFolder,
  moveAside,
  moveFolder,
  removeFile,
  replaceFile,
  stagingName,
  sweepStaging,
  withTemporaryFile,
  withTemporaryFolder,
} from './write.ts';
export { writeAt } from './write_at.ts';
