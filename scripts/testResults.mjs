/**
 * Sums vitest's JSON reports. A spec file that could not be run at all (a syntax error, a failed import)
 * reports no failed test; it counts as one.
 *
 * @typedef {{ passed: number, failed: number, skipped: number }} Counts
 * @typedef {{ status: string, assertionResults: { status: string }[] }} FileReport
 * @param {{ testResults: FileReport[] }[]} reports
 * @returns {Counts}
 */
export function countTests(reports) {
  const counts = { passed: 0, failed: 0, skipped: 0 };
  for (const { status, assertionResults } of reports.flatMap((report) => report.testResults)) {
    const of = (/** @type {string} */ name) =>
      assertionResults.filter((result) => result.status === name).length;
    const passed = of('passed');
    const failed = of('failed');
    counts.passed += passed;
    counts.failed += failed === 0 && status === 'failed' ? 1 : failed;
    counts.skipped += assertionResults.length - passed - failed;
  }
  return counts;
}

/** The last line of `npm test`: `12 passed, 0 failed`, with `, 1 skipped` where tests were skipped. */
export const summaryLine = (/** @type {Counts} */ { passed, failed, skipped }) =>
  `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`;
