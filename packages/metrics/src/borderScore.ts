import { ConfigError, type NdArray } from '@goal-driven/core/arrays';
import { opexeboBorderScores } from './_opexeboBorderScores';
import { outermostBinsBorderScores } from './_outermostBinsBorderScores';
import { wallStripsBorderScores } from './_wallStripsBorderScores';
import { requireMap } from './_requireMap';

/**
 * Three readings of one formula. `wallStrips`, the study's: fields from 0.25 of the peak, closed and dilated; walls are
 * strips of three bins. `outermostBins`: fields from 0.3 of the peak and of more than 200 cm^2; walls are the outermost
 * bins. `opexebo`: fields as given; behind bins never visited the wall goes inwards by up to eight bins.
 */
export type BorderScoreForm = 'wallStrips' | 'outermostBins' | 'opexebo';

export type BorderScoreOptions = {
  /** `wallStrips` by default. */
  readonly form?: BorderScoreForm;
  /** Width of a bin, m; `outermostBins` needs it, to know which fields are large enough. */
  readonly binWidth?: number;
  /**
   * [y, x], 0 outside fields, else their numbers; only for `opexebo`, which otherwise takes `firingFields`.
   */
  readonly fields?: NdArray<Int32Array>;
  /**
   * Whether to repeat a slip of the code: `wallStrips` never drops the last field, however small; `outermostBins`
   * looks at the walls of the first field only. False by default; `opexebo` has none.
   */
  readonly asPublished?: boolean;
};

export type BorderScores = {
  /** (coverage - distance) / (coverage + distance), -1 .. 1 for rates that are not negative. */
  readonly score: number;
  /** Largest share of any one wall covered by any one field, 0 .. 1. */
  readonly coverage: number;
  /** Mean distance of the firing within fields from the nearest wall, 0 .. 1. */
  readonly distance: number;
};

/**
 * How much a cell fires along a wall: `(c - d) / (c + d)`, with `c` the largest share of any one wall covered by any one
 * field, and `d` the mean distance of the firing from the nearest wall, weighted by rate and divided by half of the
 * short side. 1 for an infinitely thin field along a whole wall, -1 for a field in the middle. Nayebi et al. 2021 call a
 * cell a border cell above 0.5 (`wallStrips`).
 *
 * @param rateMap [y, x], any unit; bins never visited (NaN) belong to no field
 * @returns -1 .. 1; NaN without a field, but -1 in the form `opexebo`
 * @throws ShapeError for other axes, DataError for an infinite rate, ConfigError for options that do not go together
 * @source Solstad et al. 2008, doi:10.1126/science.1166466; `wallStrips` Nayebi et al. 2021, `outermostBins` Sorscher et
 *   al. 2019, `opexebo` kavli-ntnu/opexebo (border_score)
 */
export function borderScore(rateMap: NdArray, options: BorderScoreOptions = {}): number {
  return borderScores(rateMap, options).score;
}

/**
 * The border score with its two terms. Arguments, errors and sources as `borderScore`.
 *
 * @param rateMap [y, x]
 * @throws ConfigError for an unknown form, or fields that the form does not take
 */
export function borderScores(rateMap: NdArray, options: BorderScoreOptions = {}): BorderScores {
  const { form = 'wallStrips', binWidth, fields, asPublished = false } = options;
  requireMap('borderScore', rateMap);
  if (fields !== undefined && form !== 'opexebo') {
    throw new ConfigError(
      `borderScore: fields must be left out but for the form opexebo, got them for ${form}`,
    );
  }
  switch (form) {
    case 'wallStrips':
      return wallStripsBorderScores(rateMap, asPublished);
    case 'outermostBins':
      return outermostBinsBorderScores(rateMap, { binWidth, asPublished });
    case 'opexebo':
      return opexeboBorderScores(rateMap, fields);
    default:
      throw new ConfigError(
        `borderScore: form must be wallStrips, outermostBins or opexebo, got ${String(form)}`,
      );
  }
}
