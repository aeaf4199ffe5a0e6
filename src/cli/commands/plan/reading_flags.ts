/** Flags for reading a document that is not a plan. */
export type ReadingFlags = { readonly section?: string };

/** The option that names the section of a document with the work. */
export const SECTION_OPTION = [
  '--section <heading>',
  'of a document that is not a plan, which section is the work',
] as const;
