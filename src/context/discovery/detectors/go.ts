import type { Detector } from '../detector.ts';
import { commandFact, type Fact, makeFact } from '../fact.ts';
import { folderOf, inFolder, nameOf, plain } from '../plain_text.ts';
import { libraryFact } from '../reading/library.ts';
import type { Sources } from '../sources.ts';

/** Go: modules, their dependencies, and their programs. */
export const go: Detector = {
  name: 'go',
  detect: (sources) =>
    sources
      .named('go.mod')
      .filter((path) => !/(?:^|\/)(?:vendor|testdata|fixtures?)\/|(?:^|\/)tests?\/(?:[^/]+\/){2}/u.test(path))
      .slice(0, 20)
      .flatMap((path) => moduleFacts(sources, path))
      .concat(toolModule(sources)),
};

/** Tools in a module of their own, so that the project does not depend on their dependencies. */
function toolModule(sources: Sources): Fact[] {
  const path = 'go.tool.mod';
  const lines = (sources.has(path) ? sources.read(path)?.lines : undefined) ?? [];
  const from = lines.findIndex((line) => /^tool\s*\(/u.test(line));
  const end = lines.findIndex((line, place) => place > from && line.startsWith(')'));
  return lines.flatMap((line, place): Fact[] => {
    const tool = (place > from && place < end ? /^\s+([^\s(/]\S*)/u : /^tool\s+([^\s(]\S*)/u).exec(line)?.[1];
    if (tool === undefined || from < 0) return [];
    return [
      commandFact({
        role: 'task',
        run: `go tool -modfile=${path} ${plain(tool.replace(/\/v\d+$/u, '').replace(/^.*\//u, ''), 40)}`,
        folder: '.',
        evidence: [{ path, line: place + 1 }],
        does: plain(tool, 80),
      }),
    ];
  });
}

function moduleFacts(sources: Sources, path: string): Fact[] {
  const text = sources.read(path);
  if (text === undefined) return [];
  const folder = folderOf(path);
  const inPlace = folder === '.' ? {} : { folder };
  const inside = folder === '.' ? '' : ` in \`${folder}\``;
  const facts: Fact[] = [];
  let isRequire = false;
  let isTool = false;
  for (const [place, line] of text.lines.entries()) {
    const evidence = [{ path, line: place + 1 }];
    const module = /^module\s+(\S+)/u.exec(line)?.[1];
    if (module !== undefined) {
      facts.push(
        makeFact({
          kind: 'layout',
          about: `go-module:${folder}`,
          statement: `The Go module${inside} is \`${plain(module)}\``,
          values: { module, ...inPlace },
          evidence,
        }),
      );
      const own = sources.paths.filter(
        (each) => each.endsWith('.go') && (folder === '.' || each.startsWith(`${folder}/`)),
      );
      // A module with nothing but dependencies, such as a site's themes, has nothing to build.
      if (own.length > 0)
        facts.push(
          commandFact({ role: 'build', run: 'go build ./...', folder, evidence, certainty: 'inferred' }),
        );
      const tested = own.some((each) => each.endsWith('_test.go'));
      if (tested)
        facts.push(
          commandFact({ role: 'test', run: 'go test ./...', folder, evidence, certainty: 'inferred' }),
        );
    }
    const version = /^go\s+([\d.]+\w*)/u.exec(line)?.[1];
    if (version !== undefined)
      facts.push(
        makeFact({
          kind: 'package-manager',
          about: `go:${folder}`,
          statement: `Go ${version}${inside}`,
          values: { name: 'go', version, ...inPlace },
          evidence,
        }),
      );
    if (/^require\s*\(/u.test(line)) isRequire = true;
    else if (/^tool\s*\(/u.test(line)) isTool = true;
    else if (/^\)/u.test(line)) {
      isRequire = false;
      isTool = false;
    }
    const tool = (isTool ? /^\s+([^\s(]\S*)/u : /^tool\s+([^\s(]\S*)/u).exec(line)?.[1];
    if (tool !== undefined && !tool.startsWith('//'))
      facts.push(
        commandFact({
          role: 'task',
          run: `go tool ${plain(tool.replace(/\/v\d+$/u, '').replace(/^.*\//u, ''), 60)}`,
          folder,
          evidence,
          does: tool,
        }),
      );
    const [, name, asked] =
      (isRequire
        ? /^\s+(\S+)\s+(v\S+)(?!.*\/\/ indirect)/u
        : /^require\s+(\S+)\s+(v\S+)(?!.*\/\/ indirect)/u
      ).exec(line) ?? [];
    if (name !== undefined && asked !== undefined && !line.includes('// indirect') && facts.length < 100)
      facts.push(libraryFact({ name, range: asked, path, line: place + 1, folder }));
  }
  const mains = sources
    .named('main.go')
    .filter(
      (each) =>
        (folder === '.' || each.startsWith(`${folder}/`)) &&
        !/(?:^|\/)(?:vendor|third_party)\//u.test(each) &&
        /(?:^|\/)cmd\/[^/]+\/main\.go$|^main\.go$/u.test(each),
    );
  for (const main of [...mains, ...programsIn(sources, folder)].slice(0, 10)) {
    const line = sources.read(main)?.lineOf(/^package main\b/u);
    if (line === undefined) continue;
    const from = folder === '.' ? folderOf(main) : folderOf(main).slice(folder.length + 1);
    facts.push(
      commandFact({
        role: 'run',
        run: `go run ${from === '.' || from === '' ? '.' : `./${from}`}`,
        folder,
        evidence: [{ path: main, line }],
        certainty: 'inferred',
      }),
    );
  }
  for (const name of ['.golangci.yml', '.golangci.yaml', '.golangci.toml'])
    if (sources.has(inFolder(folder, name)))
      facts.push(
        commandFact({
          role: 'lint',
          run: 'golangci-lint run',
          folder,
          evidence: [{ path: inFolder(folder, name), line: null }],
          certainty: 'inferred',
        }),
      );
  return facts;
}

/** A file of each program in `cmd/` without a `main.go`: the file of its name, else its first. */
function programsIn(sources: Sources, folder: string): string[] {
  const cmd = folder === '.' ? 'cmd' : `${folder}/cmd`;
  const files = sources.paths.filter(
    (path) => path.startsWith(`${cmd}/`) && /\/cmd\/[^/]+\/[^/]+(?<!_test)\.go$/u.test(`/${path}`),
  );
  return [...new Set(files.map(folderOf))].flatMap((place) => {
    const own = files.filter((path) => folderOf(path) === place);
    const named = own.find((path) => path === `${place}/${nameOf(place)}.go`) ?? own[0];
    return named === undefined || own.includes(`${place}/main.go`) ? [] : [named];
  });
}
