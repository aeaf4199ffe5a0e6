/** An executor from a user's settings. One named like a preset extends it. */
export type ConfiguredExecutor = {
  /** Replaces the preset's command; required where there is no preset. */
  readonly argv?: readonly string[];
  readonly env?: readonly string[];
  /** Additional arguments. */
  readonly args?: readonly string[];
  /** The model that a preset, or an agent behind a protocol, is told to use. */
  readonly model?: string;
  /** `acp`: this program speaks with it over the Agent Client Protocol. */
  readonly kind?: 'acp';
  /** For an agent behind a protocol: its mode and its login method, by the agent's names for them. */
  readonly mode?: string;
  readonly authenticate?: string;
  /** The account whose usage limits apply to it; by default the preset's name, else its own. */
  readonly account?: string;
  /** Derived from the arguments when left out. */
  readonly promptOn?: 'stdin' | 'argument';
};
