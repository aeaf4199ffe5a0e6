/** Handlebars without its compiler; the package has no types for this part of it. */
declare module 'handlebars/dist/cjs/handlebars.runtime.js' {
  const runtime: {
    /** An instance of its own, so that nothing registered elsewhere is seen. */
    create(): { template(specification: object): (view: object) => string };
  };
  export default runtime;
}
