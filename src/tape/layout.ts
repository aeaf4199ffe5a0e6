/** The index of a tape; all other files are next to it. */
export const INDEX = 'tape.json';

/** The limits for one file of a tape, for its index, and for all together, in bytes. */
export const LARGEST_FILE = 64 * 1024 * 1024;
export const LARGEST_INDEX = 16 * 1024 * 1024;
export const LARGEST_TAPE = 512 * 1024 * 1024;
