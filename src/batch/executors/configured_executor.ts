/** An executor as a user's settings have it. With the name of a preset it extends that one. */
export type ConfiguredExecutor = {
  /** In the place of the preset's; without one, it is needed. */
  readonly argv?: readonly string[];
  readonly env?: readonly string[];
  /** Arguments beyond those. */
  readonly args?: readonly string[];
  /** The model that a preset, or one that is talked with, is told to use. */
  readonly model?: string;
  /** `acp`: this program talks with it over the Agent Client Protocol. */
  readonly kind?: 'acp';
  /** Of one that is talked with: the mode that it works in, and how it logs in, as it names them. */
  readonly mode?: string;
  readonly authenticate?: string;
  /** Whose limits of use count for it; a preset's name, else its own, where nothing is said. */
  readonly account?: string;
  /** What the arguments say, when it is left out. */
  readonly promptOn?: 'stdin' | 'argument';
};
