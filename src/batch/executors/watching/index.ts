export type { AgentConversation, ConversationEnd } from './agent_conversation.ts';
export { readAgentLog } from './agent_log.ts';
export { type AttemptBeat, readBeat } from './attempt_beat.ts';
export { readHeartbeat } from './heartbeat.ts';
export { type ResultFault, readResult } from './result_file.ts';
export { watchJob } from './watch_job.ts';
