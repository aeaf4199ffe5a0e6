import type { Detector } from '../detector.ts';
import { type Fact, makeFact } from '../fact.ts';
import { depthOf, folderOf, nameOf, plain } from '../plain_text.ts';
import { matchesInScript } from '../reading/line_matches.ts';
import { inFolders } from '../reading/minor_folders.ts';
import type { Sources } from '../sources.ts';

/** Generators of sites, documentation and storybooks, recognized by their settings file, at the root or in a folder near it. */
export const sites: Detector = {
  name: 'sites',
  detect: (sources) => {
    const seen = new Set<string>();
    return MAKERS.flatMap(([name, files]) =>
      files
        .flatMap((file) => sources.named(file))
        .filter((path) => depthOf(path) <= 2 && !MINOR.test(path))
        .slice(0, 3)
        .flatMap((path) => siteFact(sources, path, name)),
    )
      .concat(
        sources
          .where({ folder: /(?:^|\/)\.[a-z]+\/$/u, outside: MINOR })
          .filter((path) => IN_HIDDEN.test(path) && depthOf(path) <= 3)
          .slice(0, 4)
          .flatMap((path) =>
            siteFact(sources, path, path.includes('.vitepress/') ? 'VitePress' : 'Storybook'),
          ),
      )
      .filter(({ id }) => !seen.has(id) && seen.add(id));
  },
};

/** These keep their settings in a folder of their own. */
const IN_HIDDEN = /(?:^|\/)\.(?:vitepress\/config|storybook\/main)\.[cm]?[jt]s$/u;

const MINOR = inFolders(
  ['thirdParty', 'fixtures', 'tests', 'examples', 'templates'],
  ['e2e', 'playgrounds?'],
);

function siteFact(sources: Sources, path: string, name: string): Fact[] {
  // Other tools use this file name too; a trait of only Jekyll, Sphinx or SvelteKit decides.
  const proof = PROOFS.get(nameOf(path));
  const text = proof === undefined ? undefined : sources.read(path);
  const line = proof === undefined ? undefined : matchesInScript(text, proof)[0]?.line;
  if (proof !== undefined && line === undefined) return [];
  const folder = folderOf(path).replace(/(?:^|\/)\.(?:vitepress|storybook)$/u, '') || '.';
  return [
    makeFact({
      kind: 'layout',
      about: `site:${name}:${folder}`,
      statement: `${name} is set up in \`${plain(path)}\``,
      values: { tool: name, file: path },
      evidence: [{ path, line: line ?? null }],
      certainty: 'shown',
    }),
  ];
}

function scripts(name: string): string[] {
  return ['js', 'mjs', 'cjs', 'ts', 'mts'].map((ending) => `${name}.${ending}`);
}

const MAKERS: readonly (readonly [string, readonly string[]])[] = [
  ['MkDocs', ['mkdocs.yml', 'mkdocs.yaml']],
  ['Hugo', ['hugo.toml', 'hugo.yaml', 'hugo.yml', 'hugo.json']],
  ['Jekyll', ['_config.yml']],
  ['Sphinx', ['conf.py']],
  ['mdBook', ['book.toml']],
  ['Astro', scripts('astro.config')],
  ['Next.js', scripts('next.config')],
  ['Nuxt', scripts('nuxt.config')],
  ['SvelteKit', scripts('svelte.config')],
  ['Gatsby', scripts('gatsby-config')],
  ['Eleventy', ['.eleventy.js', ...scripts('eleventy.config')]],
  ['Angular', ['angular.json']],
  ['Antora', ['antora.yml']],
  ['TypeDoc', ['typedoc.json']],
  ['Doxygen', ['Doxyfile', 'Doxyfile.in']],
  ['YARD', ['.yardopts']],
  ['Zensical', ['zensical.toml']],
];

const PROOFS: ReadonlyMap<string, RegExp> = new Map<string, RegExp>([
  ['_config.yml', /^(?:theme|remote_theme|plugins|markdown|permalink|collections|title|baseurl):/u],
  ...scripts('svelte.config').map((name) => [name, /@sveltejs\/(?:kit|adapter)|^\s*kit\s*:/u] as const),
  ['conf.py', /^(?:extensions|html_theme|master_doc|project)\s*=/u],
]);
