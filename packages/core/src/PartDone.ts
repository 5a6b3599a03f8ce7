import { GoalDrivenError } from './errors';

/** A process has done its part of a work: its checkpoints are for the process that joins the parts. */
export class PartDone extends GoalDrivenError {
  override readonly name = 'PartDone';
}
