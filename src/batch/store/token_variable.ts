/** The variable that every process of an attempt is started with, its gates too: by its value they are found. */
export const TOKEN_VARIABLE = 'ORCHESTRATOR_TOKEN';

/** How whoever has to look for processes that were left finds them. */
export const LOOK_FOR_TOKEN = `They have ${TOKEN_VARIABLE} in their environment; look for them with ps.`;
