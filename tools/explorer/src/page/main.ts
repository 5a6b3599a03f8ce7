import { tf, createPass, createRng } from '@goal-driven/core';
import { loadReferenceModel } from '@goal-driven/mec';
console.log('start', createRng(1).uniform(1));
const t0 = performance.now();
const model = await loadReferenceModel(new URL('reference.safetensors', location.href));
console.log('loaded', performance.now() - t0, Object.keys(model), tf.getBackend(), createPass.name);
