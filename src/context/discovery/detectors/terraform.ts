import type { Detector } from '../detector.ts';
import { commandFact, type Fact, makeFact } from '../fact.ts';
import { folderOf, plain } from '../plain_text.ts';
import { libraryFact } from '../reading/library.ts';

/** Terraform: versions, providers, modules and examples. */
export const terraform: Detector = {
  name: 'terraform',
  detect(sources) {
    const files = sources.matching(/\.tf$/u);
    const folders = [...new Set(files.map(folderOf))];
    const roots = folders.includes('.') ? ['.'] : folders.slice(0, 10);
    const facts: Fact[] = [];
    for (const folder of roots)
      for (const path of files.filter((each) => folderOf(each) === folder).slice(0, 30)) {
        const text = sources.read(path);
        if (text === undefined) continue;
        let provider: { readonly name: string; readonly line: number } | undefined;
        let isProviders = false;
        const inPlace = folder === '.' ? {} : { folder };
        for (const [place, line] of text.lines.entries()) {
          if (/^\s*required_providers\s*\{/u.test(line)) isProviders = true;
          const needed = /^\s*required_version\s*=\s*"([^"]+)"/u.exec(line)?.[1];
          if (needed !== undefined)
            facts.push(
              makeFact({
                kind: 'package-manager',
                about: `terraform:${folder}`,
                statement: `Needs Terraform ${plain(needed, 40)}${folder === '.' ? '' : ` in \`${folder}\``}`,
                values: { name: 'terraform', version: needed, ...inPlace },
                evidence: [{ path, line: place + 1 }],
              }),
            );
          const opened = /^\s*([\w-]+)\s*=\s*\{/u.exec(line)?.[1];
          if (isProviders && opened !== undefined) provider = { name: opened, line: place + 1 };
          const version = /^\s*version\s*=\s*"([^"]+)"/u.exec(line)?.[1];
          if (isProviders && provider !== undefined && version !== undefined) {
            facts.push(
              libraryFact({
                name: `provider ${provider.name}`,
                range: version,
                path,
                line: place + 1,
                folder,
              }),
            );
            provider = undefined;
          }
          if (/^\}/u.test(line)) isProviders = false;
        }
      }
    for (const kind of ['modules', 'examples']) {
      const inside = [
        ...new Set(
          folders.flatMap((folder) =>
            folder.startsWith(`${kind}/`) ? [folder.split('/').slice(0, 2).join('/')] : [],
          ),
        ),
      ].sort();
      const [first] = inside;
      const shown = first === undefined ? undefined : files.find((path) => path.startsWith(`${first}/`));
      if (shown !== undefined)
        facts.push(
          makeFact({
            kind: 'layout',
            about: `terraform-${kind}`,
            statement: `Terraform ${kind}: ${inside
              .slice(0, 20)
              .map((each) => `\`${plain(each, 60)}\``)
              .join(', ')}`,
            values: { [kind]: inside.join(', ') },
            evidence: [{ path: shown, line: null }],
            certainty: 'shown',
          }),
        );
    }
    const [root] = files;
    if (root !== undefined && roots.includes('.')) {
      facts.push(
        commandFact({
          role: 'setup',
          run: 'terraform init',
          folder: '.',
          evidence: [{ path: root, line: null }],
          certainty: 'inferred',
        }),
      );
      facts.push(
        commandFact({
          role: 'lint',
          run: 'terraform validate',
          folder: '.',
          evidence: [{ path: root, line: null }],
          certainty: 'inferred',
        }),
      );
    }
    return facts;
  },
};
