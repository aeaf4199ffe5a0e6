import type { Problem } from '../../diagnostics/index.ts';

/** Codes of the catalogue's problems. */
export type CatalogProblemCode =
  | 'catalog-entry-broken'
  | 'catalog-entry-outside'
  | 'catalog-entry-twice'
  | 'catalog-file-unreadable'
  | 'catalog-front-matter'
  | 'catalog-list-broken'
  | 'catalog-nothing-here'
  | 'catalog-rename-broken'
  | 'catalog-too-many'
  | 'catalog-unknown-source'
  | 'catalog-unreadable'
  | 'catalog-not-written';

/** A problem of a catalogue. */
export type CatalogProblem = Problem<CatalogProblemCode>;

/** Something that a catalogue lists: a plugin, or one of the things that a plugin brings. */
export type CatalogEntry = {
  /** `plugin@source`, or `plugin:name@source`: unique in the catalogue among entries of one kind. */
  readonly id: string;
  readonly kind: EntryKind;
  readonly plugin: string;
  readonly name: string;
  /** In its own words, on one line; empty where it does not say. */
  readonly description: string;
  readonly category: string;
  readonly keywords: readonly string[];
  /** From the source's folder; null for a plugin that is kept elsewhere. */
  readonly path: string | null;
  /** The way to get a plugin that is kept elsewhere. Nothing fetches it. */
  readonly origin: Origin | null;
  /** The programs that the plugin would start once installed: shown, and never followed. */
  readonly programs: readonly string[];
  /** Other entries that its text names. */
  readonly names: readonly string[];
};

/** The kind of an entry. */
export type EntryKind = 'plugin' | 'agent' | 'skill' | 'command';

/** The place of a plugin that its list only points to. */
export type Origin = {
  /** The list's name for the kind of place. */
  readonly kind: 'github' | 'url' | 'git-subdir' | 'npm' | 'unknown';
  /** The name of the place, in one line. */
  readonly place: string;
  /** The commands that get it, for a person to read and run; empty where the place is of no known kind. */
  readonly commands: readonly string[];
};

/** A folder that was added to the catalogue. */
export type CatalogSource = {
  readonly name: string;
  readonly description: string;
  /** Absolute. */
  readonly folder: string;
  /** The commit checked out when it was read; null where the folder is no repository. */
  readonly commit: string | null;
  /** The day it was read, as `2026-11-29`. */
  readonly read: string;
};

/** A source with a damaged index, or one from another version: the facts that can still be read. */
export type OutdatedSource = CatalogSource & {
  /** The file with its index. */
  readonly file: string;
};

/** A source as it was read. */
export type ReadSource = {
  readonly name: string;
  readonly description: string;
  readonly entries: readonly ReadEntry[];
  /** Plugins' former names, and their present ones. */
  readonly renames: Readonly<Record<string, string>>;
  readonly problems: readonly CatalogProblem[];
};

/** An entry with its searchable text. */
export type ReadEntry = Omit<CatalogEntry, 'id' | 'names'> & { readonly text: string };
