import type { Setting, SettingName } from '../../config/index.ts';

/** A setting as shown to a person: a secret is shown only as set or not. */
export type ShownSetting = {
  /**
   * A setting's name, or `executors.` with the name of one of the user's own, or `places.` with the name of a place and its
   * setting.
   */
  readonly name: string;
  readonly value: string | number | boolean | null;
  readonly source: Setting['source'];
  readonly from: string;
  readonly summary: string;
};

/** The result of changing a setting. */
export type ChangedSetting = {
  readonly name: string;
  readonly file: string;
  /** The origin that a key was tied to. */
  readonly origin: string | null;
  /** The path that a damaged settings file was moved to. */
  readonly putAside: string | null;
  /** Set if something else takes precedence over the saved value. */
  readonly overruledBy: string | null;
  /** Saved keys that are for another origin than the new endpoint, and are not sent there. */
  readonly keysElsewhere: readonly KeyElsewhere[];
};

/** A saved key, or a command that prints one, that is for another origin than the endpoint's. */
export type KeyElsewhere = { readonly name: SettingName; readonly origin: string };
