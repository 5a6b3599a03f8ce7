import { jobs } from './jobs.mjs';

const number = (value) =>
  value === undefined ? '-' : value >= 1000 ? `${Math.round(value)}` : value.toPrecision(3);

function median(samples, key) {
  if (samples.length === 0) return undefined;
  const sorted = samples.map((sample) => sample[key]).toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

/** Largest relative difference of what both came to. */
function difference([ours], [peer]) {
  if (ours === undefined || peer === undefined || ours.check.length === 0) return undefined;
  return Math.max(
    ...ours.check.map((value, at) => Math.abs(value - peer.check[at]) / Math.abs(peer.check[at])),
  );
}

const ratio = (a, b) => (a === undefined || b === undefined ? '-' : (a / b).toPrecision(2));

/** What was measured on what, as Markdown. */
export function renderMetrics(results, { processor, node, blas }) {
  const versions = Object.entries(results.find(({ versions: found }) => found)?.versions ?? {});
  const machine = [
    `- Processor: ${processor.model}, ${processor.cores} cores (${processor.features.join(', ')})`,
    `- Node ${node}; ${versions.map((pair) => pair.join(' ')).join(', ') || 'no Python libraries found'}; BLAS ${blas?.split('/').slice(-2).join('/') ?? 'unknown'} with its default threads`,
  ];
  const sides = results.flatMap((result) => [
    result,
    ...(result.torch.length > 0 ? [{ ...result, ours: result.torch, where: ', on torch' }] : []),
  ]);
  const rows = sides.map(({ name, bytes, ours, peer, where = '' }) => {
    const { title, peer: other } = jobs[name];
    const time = (key) => [median(ours, key), median(peer, key)];
    const [[wall, peerWall], [cpu, peerCpu]] = [time('wall'), time('cpu')];
    const megabytes = (value) => (value === undefined ? '-' : Math.round(value / 1e6));
    const memory = `${megabytes(bytes)} | ${megabytes(ours[0]?.memory)} | ${megabytes(peer[0]?.memory)}`;
    const apart = difference(ours, peer);
    return `| ${title}${where} | ${other} | ${number(wall)} | ${number(peerWall)} | ${ratio(peerWall, wall)} | ${number(cpu)} | ${number(peerCpu)} | ${ratio(peerCpu, cpu)} | ${memory} | ${apart === undefined ? '-' : apart.toExponential(0)} |`;
  });
  return [
    machine.join('\n'),
    [
      '| job | peer | ours, ms | peer, ms | peer / ours | ours, CPU ms | peer, CPU ms | peer / ours | inputs, MB | ours adds | peer adds | apart |',
      '|---|---|---|---|---|---|---|---|---|---|---|---|',
      ...rows,
    ].join('\n'),
  ].join('\n\n');
}
