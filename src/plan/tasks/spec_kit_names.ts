import { LatePattern } from '../../lib/index.ts';
import { foldedId } from '../document/references.ts';
import type { StatedLink, Task, TaskSection } from './importer.ts';

/** The names of groups and tasks. */
export class GroupNames {
  readonly #groups = new Map<string, number>();
  readonly #tasks: ReadonlySet<string>;

  constructor(sections: readonly TaskSection[], tasks: readonly Task[], owners: readonly number[]) {
    this.#tasks = new Set(tasks.flatMap(({ id }) => (id === undefined ? [] : [foldedId(id)])));
    for (const [index, { title, heading = title, number }] of sections.entries()) {
      if (owners[index] !== index) continue;
      const whole = `${heading} ${title}`;
      const story = STORY_NUMBER.exec(whole)?.groups;
      const keys = [
        story === undefined ? '' : `story ${story.number ?? story.short}`,
        number === undefined ? '' : `phase ${number}`,
        /\bset-?up\b/iu.test(title) ? 'setup' : '',
        /\bfoundation/iu.test(title) ? 'foundation' : '',
        /\bpolish\b/iu.test(title) ? 'polish' : '',
      ];
      for (const key of keys) if (key !== '' && !this.#groups.has(key)) this.#groups.set(key, index);
    }
  }

  /** The groups and tasks that a text names; `undefined` in place of an unknown one. */
  in(text: string): (StatedLink['of'] | undefined)[] {
    return [...text.matchAll(NAMES.pattern)].map(({ groups = {} }) => {
      const { story, short, phase, word, task } = groups;
      if (task !== undefined) return this.#tasks.has(foldedId(task)) ? { task: foldedId(task) } : undefined;
      const key =
        phase !== undefined
          ? `phase ${phase}`
          : word !== undefined
            ? word
                .toLowerCase()
                .replace(/^foundation.*$/u, 'foundation')
                .replace('-', '')
            : `story ${story ?? short}`;
      const section = this.#groups.get(key);
      return section === undefined ? undefined : { section };
    });
  }
}

const STORY_WORD =
  'user stor(?:y|ies)|stor(?:y|ies)|historias? de usuario|histórias? (?:de|do) usuário|(?:histoires?|récits?) utilisateurs?|nutzer(?:geschichten?|stor(?:y|ies))|пользовательск\\p{L}+ истори\\p{L}+|истори\\p{L}+|用户故事|使用者故事|ユーザーストーリー|사용자 스토리';
const STORY_NUMBER = new LatePattern(
  () => `(?:${STORY_WORD})\\s*#?(?<number>\\d{1,3})(?!\\d)|\\bUS-?(?<short>\\d{1,3})\\b`,
  'iu',
);
const NAMES = new LatePattern(
  () =>
    `(?:${STORY_WORD})\\s*#?(?<story>\\d{1,3})(?!\\d)|\\bUS-?(?<short>\\d{1,3})\\b|(?:\\b(?:phase|fase|étape)|фаз\\p{L}*|этап\\p{L}*|阶段|フェーズ|단계)\\s*(?<phase>\\d{1,2})\\b|\\b(?<word>set-?up|foundational|foundation|polish)\\b|\\b(?<task>T\\d{3,4}[a-z]?)\\b`,
  'giu',
);

/** The numbers of the stories that a heading names: "Domain (User Story 1 - P1)", "US2 and US3". */
export function storiesIn(title: string): string[] {
  return [...title.matchAll(NAMES.pattern)].flatMap(({ groups = {} }) => groups.story ?? groups.short ?? []);
}
