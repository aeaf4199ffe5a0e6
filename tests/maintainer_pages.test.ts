import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { ROOT } from './support/program.ts';

/** What people who change the code read. */
const PAGES = ['docs/architecture.md', 'CONTRIBUTING.md'];

/** Files that the program writes in a project of the user's: no paths of this repository. */
const WRITTEN = ['00_PERSONA.md', '01_PROMPT_TEMPLATE.md', 'framework.lock.json', 'batch.json', 'plan.md'];

/** A name like `index.ts` that the text gives for any folder. */
const ANYWHERE = ['index.ts'];

const textOf = (page: string): string => readFileSync(join(ROOT, page), 'utf8');

/** What is in code spans, and the words of fenced blocks. */
function codeOf(text: string): string[] {
  const fences = [...text.matchAll(/^```\w*\n([\s\S]*?)^```$/gmu)].flatMap(
    ([, block = '']) => block.match(/\S+/gu) ?? [],
  );
  const prose = text.replace(/^```\w*\n[\s\S]*?^```$/gmu, '');
  return [...fences, ...[...prose.matchAll(/`([^`\n]+)`/gu)].flatMap(([, code = '']) => code.split(/\s+/u))];
}

/** Of these what is a path: with a slash in it, or with the ending of a file. */
function pathsIn(text: string): string[] {
  const isPath = (word: string): boolean =>
    /^[\w.][\w./-]*$/u.test(word) && /\/|\.(?:ts|mjs|cjs|json|md|yaml|hbs)$/u.test(word);
  return codeOf(text).filter((word) => isPath(word) && ![...WRITTEN, ...ANYWHERE].includes(word));
}

/** Where links lead that stay in the repository, from its root. */
function linksIn(page: string): { readonly file: string; readonly part: string | undefined }[] {
  return [...textOf(page).matchAll(/\]\(([^)\s]+)\)/gu)]
    .map(([, target = '']) => target)
    .filter((target) => !/^\w+:/u.test(target))
    .map((target) => {
      const [file = '', part] = target.split('#');
      return { file: file === '' ? page : join(dirname(page), file), part };
    });
}

/** The names by which links reach the headings of a page, as GitHub makes them. */
function anchorsOf(page: string): string[] {
  return [...textOf(page).matchAll(/^#+ (.+)$/gmu)].map(([, heading = '']) =>
    heading
      .toLowerCase()
      .replace(/[^\p{L}\p{N} _-]/gu, '')
      .replaceAll(' ', '-'),
  );
}

describe.each(PAGES)('%s', (page) => {
  test('names only files and folders that exist', () => {
    const paths = pathsIn(textOf(page));
    expect(paths.length).toBeGreaterThan(15);
    expect(paths.filter((path) => !existsSync(join(ROOT, path)))).toEqual([]);
  });

  test('names only scripts that package.json has', () => {
    const { scripts } = JSON.parse(textOf('package.json')) as { scripts: Record<string, string> };
    const named = [...textOf(page).matchAll(/npm run ([\w:-]+)/gu)].map(([, name = '']) => name);
    expect(named).not.toEqual([]);
    expect(named.filter((name) => !Object.hasOwn(scripts, name))).toEqual([]);
  });
});

test('docs/architecture.md has a line for each room of src/ and of src/batch/', () => {
  const rows = [...textOf('docs/architecture.md').matchAll(/^\| (`[^|]+) \|/gmu)].map(([, first]) => first);
  const roomsIn = (folder: string): string[] =>
    readdirSync(join(ROOT, folder), { withFileTypes: true })
      .filter((entry) => entry.isDirectory() && entry.name !== 'generated')
      .map(({ name }) => `\`${folder}/${name}/\``);
  const rooms = [...roomsIn('src'), ...roomsIn('src/batch')];
  expect(rooms.length).toBeGreaterThan(20);
  expect(rooms.filter((room) => !rows.includes(room))).toEqual([]);
});

test('links between pages lead to pages and headings that exist', () => {
  const docs = readdirSync(join(ROOT, 'docs')).filter((file) => file.endsWith('.md'));
  const pages = ['README.md', 'CONTRIBUTING.md', ...docs.map((file) => `docs/${file}`)];
  const links = pages.flatMap((page) => linksIn(page).map((link) => ({ page, ...link })));
  expect(links.length).toBeGreaterThan(20);
  const broken = links.filter(
    ({ file, part }) =>
      !existsSync(join(ROOT, file)) || (part !== undefined && !anchorsOf(file).includes(part)),
  );
  expect(broken).toEqual([]);
});

test('the README has at most 200 lines', () => {
  expect(textOf('README.md').split('\n').length - 1).toBeLessThanOrEqual(200);
});

test('no comment of a promise begins a line with text: Markdown would end the paragraph there and show the line raw', () => {
  const docs = readdirSync(join(ROOT, 'docs')).filter((file) => file.endsWith('.md'));
  const pages = ['README.md', ...docs.map((file) => `docs/${file}`)];
  const raw = pages.flatMap((page) =>
    [
      ...textOf(page).matchAll(/^ *<!-- promise:\S+ -->(?!\n(?:\n|$)).*|(?<=[^\n]\n) *<!-- promise:.*/gmu),
    ].map(([line]) => `${page}: ${line}`),
  );
  expect(raw).toEqual([]);
});
