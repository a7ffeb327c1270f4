// So many processes on one port, as Vendure's guide advises to scale; a kept connection stays with one of them.
const cluster = require('node:cluster');
const { bootstrap } = require('@vendure/core');
const { config } = require('./config');

if (cluster.isPrimary) {
  for (let number = 0; number < Number(process.env.SHOP_PROCESSES); number++) cluster.fork();
  for (const signal of ['SIGTERM', 'SIGINT']) process.on(signal, () => process.exit(0));
} else {
  process.on('disconnect', () => process.exit(0));
  bootstrap(config()).catch((error) => {
    console.error(error);
    process.exit(1);
  });
}
