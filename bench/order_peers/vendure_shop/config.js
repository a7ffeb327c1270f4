// Vendure as its guide has it for production: PostgreSQL, no playground, cookies; payment on delivery by the handler
// that comes with the package.
const { LogLevel, DefaultLogger, dummyPaymentHandler } = require('@vendure/core');

exports.config = ({ synchronize = false } = {}) => ({
  apiOptions: { hostname: '127.0.0.1', port: Number(process.env.SHOP_PORT || 0), adminApiPath: 'admin-api', shopApiPath: 'shop-api' },
  authOptions: {
    tokenMethod: 'cookie',
    cookieOptions: { secret: 'only for measuring on the loopback' },
    superadminCredentials: { identifier: 'keeper', password: 'only-for-measuring' }, // production refuses the default
  },
  dbConnectionOptions: {
    type: 'postgres',
    host: process.env.SHOP_SOCKET,
    username: 'phien',
    database: process.env.SHOP_DATABASE,
    poolSize: 20,
    synchronize,
    migrations: [],
  },
  paymentOptions: { paymentMethodHandlers: [dummyPaymentHandler] },
  logger: new DefaultLogger({ level: LogLevel.Warn }),
});
