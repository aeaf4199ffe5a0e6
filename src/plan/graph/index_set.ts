/** A set of numbers from 0 to `size` - 1 that gives back its smallest. Each step takes log₃₂ of the size. */
export type IndexSet = {
  add(index: number): void;
  /** Takes the smallest out; -1 when the set is empty. */
  takeSmallest(): number;
};

/** An empty set. It is a tree of bit masks: a bit says that the word below it holds something. */
export function indexSet(size: number): IndexSet {
  const levels: Int32Array[] = [];
  for (let words = size; words > 1 || levels.length === 0; ) {
    words = (words + 31) >>> 5;
    levels.push(new Int32Array(Math.max(words, 1)));
  }
  const top = levels.length - 1;

  return {
    add(index) {
      for (let level = 0; level <= top; level++) {
        const words = levels[level] as Int32Array;
        const word = index >>> 5;
        const before = words[word] as number;
        words[word] = before | (1 << (index & 31));
        if (before !== 0) return;
        index = word;
      }
    },

    takeSmallest() {
      if ((levels[top] as Int32Array)[0] === 0) return -1;
      let index = 0;
      for (let level = top; level >= 0; level--)
        index = (index << 5) | lowestBit((levels[level] as Int32Array)[index] as number);
      for (let level = 0, place = index; level <= top; level++, place >>>= 5) {
        const words = levels[level] as Int32Array;
        const left = (words[place >>> 5] as number) & ~(1 << (place & 31));
        words[place >>> 5] = left;
        if (left !== 0) break;
      }
      return index;
    },
  };
}

function lowestBit(word: number): number {
  return 31 - Math.clz32(word & -word);
}
