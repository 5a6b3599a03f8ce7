/**
 * Adam in TensorFlow's form: epsilon, 1e-8, is added to the root of the uncorrected second moment. Decays are 0.9 and 0.999.
 *
 * @param parameters changed in place by each step
 */
export function adam(parameters: Float64Array, learningRate: number): (gradient: Float64Array) => void {
  const [first, second] = [new Float64Array(parameters.length), new Float64Array(parameters.length)];
  let [power1, power2] = [1, 1];
  return (gradient) => {
    power1 *= 0.9;
    power2 *= 0.999;
    const rate = (learningRate * Math.sqrt(1 - power2)) / (1 - power1);
    for (let at = 0; at < parameters.length; at++) {
      const slope = gradient[at]!;
      first[at] = 0.9 * first[at]! + 0.1 * slope;
      second[at] = 0.999 * second[at]! + 0.001 * slope * slope;
      parameters[at]! -= (rate * first[at]!) / (Math.sqrt(second[at]!) + 1e-8);
    }
  };
}
