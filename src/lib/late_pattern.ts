/**
 * A pattern that is put together from parts, and made when it is first used. V8 reads one that is made by a call at once, however
 * long it is; most documents need a few of those that there are.
 */
export class LatePattern {
  readonly #source: () => string;
  readonly #flags: string;
  #made: RegExp | undefined;

  constructor(source: () => string, flags: string) {
    this.#source = source;
    this.#flags = flags;
  }

  /** The pattern itself, for what takes nothing else. */
  get pattern(): RegExp {
    this.#made ??= new RegExp(this.#source(), this.#flags);
    return this.#made;
  }

  test(text: string): boolean {
    return this.pattern.test(text);
  }

  exec(text: string): RegExpExecArray | null {
    return this.pattern.exec(text);
  }
}
