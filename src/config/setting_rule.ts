/** What a setting takes, where else it can come from, and what holds without it. */
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
  /** What a choice may be. */
  readonly choices?: readonly string[];
  /** What a number or a count may be. */
  readonly range?: readonly [number, number];
  /** The variable that wins over the user's file. */
  readonly variable?: string;
  readonly fallback: string | number | boolean | null;
  readonly summary: string;
};
