export { createFolderWith, type FileSet, mendFolder, replaceTogether } from './file_set.ts';
export { sha256 } from './hash.ts';
export {
  displayPath,
  type EntryKind,
  entryKind,
  findUpward,
  isFolder,
  isWithin,
  namesIn,
  realPath,
} from './paths.ts';
export { describeSystemError, readStandardInput, readText, type TextRead } from './read.ts';
export { createFile } from './write.ts';
