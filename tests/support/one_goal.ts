/** A goal map with one goal, `TRY_IT`, of the program's own components. */
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
