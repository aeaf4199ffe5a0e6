import {
  controlFolder,
  openPlacement,
  type Placement,
  type PlaceSettings,
  type Project,
  type Repository,
} from '../../batch/index.ts';
import { createGit, systemClock } from '../../platform/index.ts';
import type { OperationContext } from '../context.ts';
import { batchStore } from './batch_store.ts';
import { remoteProjectId } from './remote_project_id.ts';
import { runOwner } from './run_places.ts';

/** Calls back with a placement, over a connection that is closed afterwards. */
export async function withPlace<Value>(
  context: OperationContext,
  {
    name,
    settings,
    repository,
    project,
  }: {
    readonly name: string;
    readonly settings: PlaceSettings;
    readonly repository: Repository;
    readonly project: Project;
  },
  use: (placement: Placement) => Promise<Value>,
): Promise<Value> {
  const { env } = context;
  const sockets = controlFolder();
  const placement = openPlacement({
    ...{ name, settings, git: createGit(env), env },
    commonDir: repository.commonDir,
    project: await remoteProjectId(batchStore(context), project),
    owner: runOwner(),
    clock: systemClock,
    control: sockets.path,
  });
  try {
    return await use(placement);
  } finally {
    await placement.end();
    await sockets.remove();
  }
}
