import { defineConfig } from 'vitest/config';
import { shared, withAlone } from '../../vitest.shared.ts';

export default defineConfig(withAlone(shared, ['src/protocol/diskStore.spec.ts']));
