import { cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { documentOf, emptyFolder, ROOT, type Run, run } from './program.ts';

export const PERSONA = '00_PERSONA.md';
export const PROMPT = '01_PROMPT_TEMPLATE.md';
export const LOCK = 'framework.lock.json';

/** A project with a library of its own and one framework, `X`, made from it. */
export class Project {
  readonly cwd = emptyFolder();

  static async make(...flags: readonly string[]): Promise<Project> {
    const project = new Project();
    cpSync(join(ROOT, 'goal_map.json'), join(project.cwd, 'goal_map.json'));
    for (const file of ['personas/meticulous_auditor.txt', 'protocols/code_review_pass.txt']) {
      mkdirSync(join(project.cwd, 'components', file, '..'), { recursive: true });
      // The tests' own components: the shipped ones may be reworded at any time.
      cpSync(join(ROOT, 'tests/support/library', file), join(project.cwd, 'components', file));
    }
    const made = await project.run('new', 'X', '--goal', '3', '--no-input', ...flags);
    if (made.code !== 0) throw new Error(made.err);
    return project;
  }

  run(...args: readonly string[]): Promise<Run> {
    return run(args, { cwd: this.cwd });
  }

  /** A command's exit code and its JSON document. */
  async json(...args: readonly string[]): Promise<{ code: number | null } & ReturnType<typeof documentOf>> {
    const ran = await this.run(...args, '--json');
    return { code: ran.code, ...documentOf(ran) };
  }

  read(path: string): string {
    return readFileSync(join(this.cwd, path), 'utf8');
  }

  write(path: string, text: string): void {
    mkdirSync(join(this.cwd, path, '..'), { recursive: true });
    writeFileSync(join(this.cwd, path), text);
  }

  /** Replaces text that has to exist. */
  edit(path: string, from: string | RegExp, to: string | ((found: string) => string)): void {
    const before = this.read(path);
    const after = before.replace(from, to as string);
    if (after === before) throw new Error(`${path} has no ${from}`);
    this.write(path, after);
  }

  /** A file of the framework. */
  file(name: string): string {
    return this.read(`output/X/${name}`);
  }
}
