/** Pages for contributors, except the README and the files for agents. */
export const GUIDES =
  /^(?:\.github\/)?(?:testing|building|fuzzing|benchmarking)(?:\.(?:md|rst|txt|adoc))?$|^(?:(?:\.github|docs?|doc|documentation)\/)?(?:contributing|contribute|developing|development|developers?|hacking|coding[-_]?style|style[-_]?guide)(?:\.(?:md|mdx|rst|txt|adoc|markdown))?$|^(?:docs?|documentation)\/(?:[\w-]+\/){0,3}(?:contributing|developing|(?:local[-_])?development|(?:developer|dev|development)[-_](?:guide|setup|environment))(?:\/(?:index|README|setup|testing|building|guidelines|code[-_]style))?\.(?:md|mdx|rst)$/iu;

/** Pages about the structure of the code. */
export const PAGES =
  /^(?:(?:docs?|doc|documentation|notes|\.github)\/(?:[\w-]+\/)?)?(?:architecture|design|internals|code[-_]?(?:structure|layout|organi[sz]ation)|project[-_]structure)\.(?:mdx?|rst|adoc|txt)$/iu;
/** Records of decisions and proposals; group 1 is their folder. */
export const RECORDS =
  /^((?:docs?|doc)\/(?:[\w-]+\/)?(?:adrs?|decisions|rfcs?|proposals|architecture[-_]decisions?))\/[^/]+\.(?:md|rst|adoc)$/iu;
