/** Handlebars without its compiler; the package has no types for this part of it. */
declare module 'handlebars/dist/cjs/handlebars.runtime.js' {
  const runtime: {
    /** Makes a function of a compiled template. */
    template(specification: object): (view: object) => string;
  };
  export default runtime;
}
