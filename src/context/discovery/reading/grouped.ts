import { folderOf } from '../plain_text.ts';

/** From this many items of one folder on, they are reported together. */
const MANY = 3;

/** Groups what lies in one folder: items of folders with few of their own are joined under the folder above, if they are many there, with all that lies below. */
export function groupedByFolder<T extends { readonly path: string }>(
  items: readonly T[],
): { readonly folder: string; readonly items: readonly T[] }[] {
  const own = groups(items, ({ path }) => topOf(folderOf(path)));
  const large = own.filter((group) => group.items.length >= MANY);
  const few = own.filter((group) => group.items.length < MANY);
  const above = groups(
    few.flatMap((group) => group.items),
    ({ path }) => folderOf(folderOf(path)),
  );
  const joined = above.filter((group) => group.items.length >= MANY && group.folder !== '.');
  const isWithin = (inner: string, outer: string) => inner.startsWith(`${outer}/`);
  return [
    ...large.filter(({ folder }) => !joined.some((outer) => isWithin(folder, outer.folder))),
    ...joined.map(({ folder, items: few }) => ({
      folder,
      items: [
        ...few,
        ...large.filter((inner) => isWithin(inner.folder, folder)).flatMap((inner) => inner.items),
      ],
    })),
    ...above
      .filter((group) => !joined.includes(group))
      .flatMap((group) => group.items.map((item) => ({ folder: folderOf(item.path), items: [item] }))),
  ];
}

/** The folder of generated files that a folder belongs to, or the folder itself. */
function topOf(folder: string): string {
  return /^(?:.*?\/)?(?:gen|generated|__generated__|codegen)(?=\/|$)/u.exec(folder)?.[0] ?? folder;
}

function groups<T>(items: readonly T[], keyOf: (item: T) => string): { folder: string; items: T[] }[] {
  const found = new Map<string, T[]>();
  for (const item of items) {
    const key = keyOf(item);
    found.set(key, [...(found.get(key) ?? []), item]);
  }
  return [...found].map(([folder, same]) => ({ folder, items: same }));
}
