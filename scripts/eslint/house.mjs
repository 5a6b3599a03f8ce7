import { documented } from './documented.mjs';
import { statedAxes } from './statedAxes.mjs';
import { statedErrors } from './statedErrors.mjs';

/** Our own rules, on what packages offer: `house/documented`, `house/stated-axes`, `house/stated-errors`. */
export const house = {
  rules: { documented, 'stated-axes': statedAxes, 'stated-errors': statedErrors },
};
