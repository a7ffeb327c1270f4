// Makes the tables and puts one duck on sale, by the package's own importer.
const { writeFileSync } = require('node:fs');
const { tmpdir } = require('node:os');
const { join } = require('node:path');
const { bootstrap } = require('@vendure/core');
const { populate } = require('@vendure/core/cli');
const { config } = require('./config');

const shop = {
  defaultLanguage: 'en',
  defaultZone: 'Asia',
  countries: [{ name: 'Viet Nam', code: 'VN', zone: 'Asia' }],
  taxRates: [{ name: 'Standard Tax', percentage: 8 }],
  shippingMethods: [{ name: 'Standard Shipping', price: 3500000 }],
  paymentMethods: [
    { name: 'On delivery', handler: { code: 'dummy-payment-handler', arguments: [{ name: 'automaticSettle', value: 'false' }] } },
  ],
  collections: [],
};
const columns = 'name,slug,description,assets,facets,optionGroups,optionValues,sku,price,taxCategory,stockOnHand,trackInventory,variantAssets,variantFacets';
const duck = 'Lang Son roast duck,vit-quay,A roast duck,,,,,V01,385000,standard,0,true,,';

(async () => {
  const products = join(tmpdir(), `duck-${process.pid}.csv`);
  writeFileSync(products, `${columns}\n${duck}\n`);
  const app = await populate(() => bootstrap(config({ synchronize: true })), shop, products);
  await app.close();
  process.exit(0);
})().catch((error) => {
  console.error(error);
  process.exit(1);
});
