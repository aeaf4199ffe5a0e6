/** An executor as a user's settings have it. With the name of a preset it extends that one. */
export type ConfiguredExecutor = {
  /** In the place of the preset's; without one, it is needed. */
  readonly argv?: readonly string[];
  readonly env?: readonly string[];
  /** Arguments beyond those. */
  readonly args?: readonly string[];
  /** The model that a preset is told to use. */
  readonly model?: string;
  /** Whose limits of use count for it; a preset's name, else its own, where nothing is said. */
  readonly account?: string;
  /** What the arguments say, when it is left out. */
  readonly promptOn?: 'stdin' | 'argument';
};
