/** The variable that every process of an attempt is started with, including its gates: its value is used to find them. */
export const TOKEN_VARIABLE = 'ORCHESTRATOR_TOKEN';

/** The advice for finding leftover processes. */
export const LOOK_FOR_TOKEN = `They have ${TOKEN_VARIABLE} in their environment; look for them with ps.`;
