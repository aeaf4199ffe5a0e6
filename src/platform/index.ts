export { type Clock, systemClock } from './clock.ts';
export { createFolderWith, type FileSet, mendFolder, replaceTogether } from './file_set.ts';
export { createGit, type Environment, type Git, type GitOptions, type GitOutcome, gitFault } from './git.ts';
export { listGitFiles } from './git_files.ts';
export { sha256 } from './hash.ts';
export {
  displayPath,
  type EntryKind,
  entryKind,
  fileSize,
  filesBelow,
  findProgram,
  findUpward,
  isFolder,
  isWithin,
  namesIn,
  realPath,
  writeFault,
} from './paths.ts';
export { openEditor, runShellLine } from './process.ts';
export { describeSystemError, readStandardInput, readText, systemErrorCode, type TextRead } from './read.ts';
export {
  createFile,
  makePrivateFolder,
  putAside,
  removeFile,
  replaceFile,
  withTemporaryFile,
} from './write.ts';
