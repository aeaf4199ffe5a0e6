import { asciiFlags, asciiSource } from './ascii_source.ts';

/**
 * A pattern that is put together from parts, and made when it is first used. V8 reads one that is made by a call at once, however
 * long it is; most documents need a few of those that there are. A text of ASCII characters alone is looked at with a shorter
 * pattern that finds the same in it: letters of all scripts, without regard to case, make one that takes several times as long to make.
 */
export class LatePattern {
  readonly #source: () => string;
  readonly #flags: string;
  readonly #sourceForAscii: (() => string) | undefined;
  #made: RegExp | undefined;
  #madeForAscii: RegExp | undefined;

  /** @param sourceForAscii - what `asciiSource` gives of the source; the build works it out and adds it */
  constructor(source: () => string, flags: string, sourceForAscii?: () => string) {
    this.#source = source;
    this.#flags = flags;
    this.#sourceForAscii = sourceForAscii;
  }

  /** The pattern itself, for what takes nothing else. */
  get pattern(): RegExp {
    this.#made ??= new RegExp(this.#source(), this.#flags);
    return this.#made;
  }

  test(text: string): boolean {
    return this.#for(text).test(text);
  }

  exec(text: string): RegExpExecArray | null {
    return this.#for(text).exec(text);
  }

  /** One that keeps a place in a text is always the same object, since whoever uses it may set that place. */
  #for(text: string): RegExp {
    if (this.#flags.includes('g') || this.#flags.includes('y') || !ASCII.test(text)) return this.pattern;
    this.#madeForAscii ??= this.#makeForAscii();
    return this.#madeForAscii;
  }

  #makeForAscii(): RegExp {
    const source = this.#sourceForAscii?.() ?? asciiSource(this.#source());
    return new RegExp(source, asciiFlags(source, this.#flags));
  }
}

const ASCII = /^[\0-\x7f]*$/;
