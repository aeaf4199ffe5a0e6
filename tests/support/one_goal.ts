/** A goal map with one goal, `TRY_IT`, of components that the program brings. */
export const ONE_GOAL = {
  Mine: {
    TRY_IT: {
      description: 'To try it.',
      persona: 'empathetic_guide.txt',
      protocol: 'explain_once_pass.txt',
      constraints: [],
    },
  },
};
