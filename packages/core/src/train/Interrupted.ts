import { GoalDrivenError } from '../errors';

/** The work was stopped by its signal after it kept what it had; `step` updates were done. */
export class Interrupted extends GoalDrivenError {
  override readonly name = 'Interrupted';
  constructor(
    message: string,
    readonly step: number,
  ) {
    super(message);
  }
}
