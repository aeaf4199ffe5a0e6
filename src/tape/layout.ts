/** The index of a tape; everything else stands beside it. */
export const INDEX = 'tape.json';

/** Of one file of a tape, of its index, and of all together, in bytes. */
export const LARGEST_FILE = 64 * 1024 * 1024;
export const LARGEST_INDEX = 16 * 1024 * 1024;
export const LARGEST_TAPE = 512 * 1024 * 1024;
