// One duck with its stock, one region, one way to ship, payment on delivery (the system's own provider); by the
// workflows that come with the package. Prints what a buyer must name.
const { ContainerRegistrationKeys, Modules } = require('@medusajs/framework/utils');
const flows = require('@medusajs/medusa/core-flows');

exports.default = async ({ container }) => {
  const run = async (flow, input) => (await flow(container).run({ input })).result;
  const link = container.resolve(ContainerRegistrationKeys.LINK);
  const fulfillment = container.resolve(Modules.FULFILLMENT);
  const inventory = container.resolve(Modules.INVENTORY);

  const [channel] = await run(flows.createSalesChannelsWorkflow, { salesChannelsData: [{ name: 'Market' }] });
  const [region] = await run(flows.createRegionsWorkflow, {
    regions: [{ name: 'Viet Nam', currency_code: 'vnd', countries: ['vn'], payment_providers: ['pp_system_default'] }],
  });
  await run(flows.createTaxRegionsWorkflow, [{ country_code: 'vn', provider_id: 'tp_system' }]);
  const [place] = await run(flows.createStockLocationsWorkflow, {
    locations: [{ name: 'Oven', address: { city: 'Bac Son', country_code: 'VN', address_1: 'Na Rieng' } }],
  });
  await link.create({
    [Modules.STOCK_LOCATION]: { stock_location_id: place.id },
    [Modules.FULFILLMENT]: { fulfillment_provider_id: 'manual_manual' },
  });
  const [profile] = await run(flows.createShippingProfilesWorkflow, { data: [{ name: 'Food', type: 'food' }] });
  const set = await fulfillment.createFulfillmentSets({
    name: 'By bus',
    type: 'shipping',
    service_zones: [{ name: 'Viet Nam', geo_zones: [{ country_code: 'vn', type: 'country' }] }],
  });
  await link.create({
    [Modules.STOCK_LOCATION]: { stock_location_id: place.id },
    [Modules.FULFILLMENT]: { fulfillment_set_id: set.id },
  });
  const [option] = await run(flows.createShippingOptionsWorkflow, [
    {
      name: 'By bus',
      price_type: 'flat',
      provider_id: 'manual_manual',
      service_zone_id: set.service_zones[0].id,
      shipping_profile_id: profile.id,
      type: { label: 'Bus', description: 'By bus', code: 'bus' },
      prices: [{ currency_code: 'vnd', amount: 35000 }],
      rules: [
        { attribute: 'enabled_in_store', value: 'true', operator: 'eq' },
        { attribute: 'is_return', value: 'false', operator: 'eq' },
      ],
    },
  ]);
  await run(flows.linkSalesChannelsToStockLocationWorkflow, { id: place.id, add: [channel.id] });
  const [key] = await run(flows.createApiKeysWorkflow, {
    api_keys: [{ title: 'Shop', type: 'publishable', created_by: '' }],
  });
  await run(flows.linkSalesChannelsToApiKeyWorkflow, { id: key.id, add: [channel.id] });
  const [duck] = await run(flows.createProductsWorkflow, {
    products: [
      {
        title: 'Lang Son roast duck',
        handle: 'vit-quay',
        status: 'published',
        shipping_profile_id: profile.id,
        options: [{ title: 'Size', values: ['Whole'] }],
        variants: [
          { title: 'Whole', sku: 'V01', options: { Size: 'Whole' }, prices: [{ amount: 385000, currency_code: 'vnd' }] },
        ],
        sales_channels: [{ id: channel.id }],
      },
    ],
  });
  const [item] = await inventory.listInventoryItems({ sku: 'V01' });
  await run(flows.createInventoryLevelsWorkflow, {
    inventory_levels: [{ location_id: place.id, inventory_item_id: item.id, stocked_quantity: 0 }],
  });
  const names = { key: key.token, region: region.id, option: option.id, variant: duck.variants[0].id };
  require('node:fs').writeFileSync('duck.json', JSON.stringify(names));
};
