/** Flags for reading a document that is not a plan. */
export type ReadingFlags = { readonly section?: string };

/** The option that names the section of a document with the work. */
export const SECTION_OPTION = [
  '--section <heading>',
  'which section is the work, if the document is not a plan',
] as const;
