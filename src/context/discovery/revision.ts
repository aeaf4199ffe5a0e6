/** The revision of the detectors; raised when they would find other facts in the same files. */
export const REVISION = 17;
