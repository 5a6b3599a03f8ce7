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

/**
 * What failed, a test each with the first lines of why: they scroll away above the packages that end later.
 *
 * @param {{ testResults: { name: string, status: string, message?: string, assertionResults: { status: string, fullName: string, failureMessages?: string[] }[] }[] }[]} reports
 * @returns {string[]}
 */
export const failures = (reports) =>
  reports
    .flatMap((report) => report.testResults)
    .filter(({ status }) => status === 'failed')
    .flatMap(({ name, message, assertionResults }) => {
      const failed = assertionResults.filter((result) => result.status === 'failed');
      return failed.length === 0
        ? [`${name}\n${firstLines(message)}`]
        : failed.map((test) => `${name} > ${test.fullName}\n${firstLines(test.failureMessages?.join('\n'))}`);
    });

const firstLines = (message = '') =>
  message
    .split('\n')
    .slice(0, 12)
    .map((line) => `    ${line}`)
    .join('\n');

/** The last line of `npm test`: `12 passed, 0 failed`, with `, 1 skipped` where tests were skipped. */
export const summaryLine = (/** @type {Counts} */ { passed, failed, skipped }) =>
  `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`;
