import { defineConfig } from 'vitest/config';
import { sharedByTorch } from '../../vitest.shared.ts';

export default defineConfig(sharedByTorch);
