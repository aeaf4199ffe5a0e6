/** The values that a setting accepts, its other sources, and its default. */
export type SettingRule = {
  readonly kind:
    | 'text'
    | 'line'
    | 'paths'
    | 'hosts'
    | 'url'
    | 'secret'
    | 'command'
    | 'number'
    | 'count'
    | 'switch'
    | 'choice';
  /** The allowed values of a choice. */
  readonly choices?: readonly string[];
  /** The allowed range of a number or a count. */
  readonly range?: readonly [number, number];
  /** The variable that takes precedence over the user's file. */
  readonly variable?: string;
  readonly fallback: string | number | boolean | null;
  readonly summary: string;
};
