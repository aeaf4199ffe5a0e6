/** Handlebars without its compiler; the package has no types for this part of it. */
declare module 'handlebars/dist/cjs/handlebars.runtime.js' {
  const runtime: {
    /** Turns a compiled template into a function. */
    template(specification: object): (view: object) => string;
  };
  export default runtime;
}
