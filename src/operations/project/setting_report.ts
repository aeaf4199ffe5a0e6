import type { Setting, SettingName } from '../../config/index.ts';

/** A setting as a person is shown it: a secret only as whether it is there. */
export type ShownSetting = {
  /** A setting's, or `executors.` with the name of one of the user's own, or `places.` with that of a place and what is set of it. */
  readonly name: string;
  readonly value: string | number | boolean | null;
  readonly source: Setting['source'];
  readonly from: string;
  readonly summary: string;
};

/** What changing a setting came to. */
export type ChangedSetting = {
  readonly name: string;
  readonly file: string;
  /** The origin that a key was tied to. */
  readonly origin: string | null;
  /** Where a damaged settings file was put. */
  readonly putAside: string | null;
  /** Set when something else wins over what was kept. */
  readonly overruledBy: string | null;
  /** Where a new endpoint is another origin than a kept key is for: that key, which is not sent there. */
  readonly keysElsewhere: readonly KeyElsewhere[];
};

/** A kept key, or a command that prints one, that is for another origin than the endpoint's. */
export type KeyElsewhere = { readonly name: SettingName; readonly origin: string };
