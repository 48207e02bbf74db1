import { defineConfig } from 'vitest/config'

// oxlint-disable-next-line no-default-export -- Vitest wants one
export default defineConfig({
  test: {
    include: ['{contract,db,server,web,bin}/**/*.test.ts'],
    globalSetup: ['server/platform/test-cluster.ts'],
    testTimeout: 60_000,
    hookTimeout: 120_000,
    maxWorkers: 2,
  },
})
