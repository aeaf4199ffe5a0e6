/**
 * Writes standard input to a file of the folder FOLDER, completely or not at all, even if the connection is lost meanwhile:
 * `FOLDER NAME OTHER BYTES`. Marks an existing file as used. Removes scripts of other versions that nobody has used for a day,
 * unless an attempt under way may need them. Each line is a complete command, since all are sent as one: csh, as a user's shell
 * there, allows no line end between quotes.
 */
export const PUT = `
cd -- "$HOME" && mkdir -p -- "$1" && cd -- "$1" || exit
has() { [ "$(($(cat "$1" 2>/dev/null | wc -c)))" = "$2" ]; }
if has "$2" "$4"; then touch "$2" 2>/dev/null; cat >/dev/null; else cat >"$2.$$" && has "$2.$$" "$4" && mv -f "$2.$$" "$2" || { rm -f "$2.$$"; exit 1; }; fi
for each in */attempts/*/; do [ ! -d "$each" ] || [ -e "$each/exit" ] || exit 0; done
find ./place-*.sh* ! -name "$2" ! -name "$3" -mtime +0 -exec rm -f {} \\; 2>/dev/null
exit 0
`;

/**
 * Removes a project that was there for a trial, `FOLDER PROJECT`, and those of interrupted trials of other days. Where no other
 * project is left, also removes the scripts and the folder. Each line is a complete command here, too.
 */
export const FORGET = `
cd -- "$HOME" && cd -- "$1" || exit
rm -rf -- "./$2" || rm -rf -- "./$2" || exit
find ./doctor* -prune -mtime +0 -exec rm -rf {} \\; 2>/dev/null
for each in ./*/; do [ ! -d "$each" ] || exit 0; done
rm -f ./place-*.sh*
here=$(pwd)
cd / && [ "$here" != "$HOME" ] && rmdir -- "$here" 2>/dev/null
exit 0
`;
