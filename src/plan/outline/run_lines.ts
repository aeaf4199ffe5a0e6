import { LatePattern } from '../../lib/index.ts';
import { checkedBy, saysFails } from '../words/outcome_words.ts';

/** The commands that a part says to run, with the lines on what they are expected to do. */
export class RunLines {
  /** What is said of each command, by its place in the text. */
  readonly #runs: { readonly command: string; said: string }[] = [];
  /** The step whose last command has no expectation yet. */
  #awaits: string | undefined;

  /** The commands that show by their success that what is expected holds, in the order of the text. */
  get checks(): readonly string[] {
    return this.#runs.flatMap(({ command, said }) => checkedBy(command, said) ?? []);
  }

  /**
   * Keeps the command of a line "Run: `…`", and the line "Expected: …" behind it.
   *
   * @param step - the text of the step that the line is in
   * @returns whether the line has a command
   */
  add(text: string, step = ''): boolean {
    const [whole = '', command] = RUN.exec(text) ?? [];
    const said = text.slice(whole.length);
    const last = this.#runs.at(-1);
    if (command !== undefined) {
      this.#runs.push({ command, said: saysFails(said) || !saysFails(step) ? said : step });
      this.#awaits = step;
    } else if (last !== undefined && this.#awaits === step && EXPECTED.test(text)) {
      last.said = text;
      this.#awaits = undefined;
    } else if (OTHER_RUN.test(text)) this.#awaits = undefined;
    return command !== undefined;
  }
}

/** "Run: `npm test`". */
const RUN =
  /^[*_]{0,2}(?:Run|Ejecutar|Executar|Lancer|Exécuter|Ausführen|Eseguire|Выполнить|Запустить|运行|執行|执行|実行|실행)\s?[:：]?[*_]{0,2}[:：]?\s*`([^`]+)`/u;

/** "Run (without keys):", whose command stands elsewhere. */
const OTHER_RUN = /^[*_]{0,2}Run\b/u;

/** "Expected: PASS". */
const EXPECTED = new LatePattern(
  () =>
    String.raw`^[*_]{0,2}(?:expect(?:ed|ation)?|erwart(?:et|ung)|attendu|résultat attendu|esperad[oa]|se espera|resultado esperado|attes[oa]|ожида(?:ется|ние|емый результат)|预期|期望|期待|예상)(?!\p{Ll})`,
  'iu',
);
