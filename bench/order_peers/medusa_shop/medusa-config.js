// Medusa as its guide has it, in one process: its default modules (event bus, workflows and locks within the process)
// are right as long as there is one. No administration pages.
const { defineConfig } = require('@medusajs/framework/utils');

module.exports = defineConfig({
  projectConfig: {
    databaseUrl: process.env.SHOP_DATABASE_URL,
    databaseDriverOptions: { ssl: false, connection: { ssl: false } },
    http: {
      storeCors: 'http://127.0.0.1',
      adminCors: 'http://127.0.0.1',
      authCors: 'http://127.0.0.1',
      jwtSecret: 'only for measuring on the loopback',
      cookieSecret: 'only for measuring on the loopback',
    },
  },
  admin: { disable: true },
});
