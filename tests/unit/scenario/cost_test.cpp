#include "document.hpp"

#include "sim/scenario/prices.hpp"

#include <set>

using namespace bicoastal;
using namespace bicoastal::test;

namespace {

Frame priced(const std::string& more) { return {.more = more}; }

}  // namespace

TEST_CASE("each figure of a table of prices says where it was read, and how far it can be trusted",
          "[scenario][cost]") {
  REQUIRE_FALSE(price_table_names().empty());
  std::set<std::string> known{"copy_gb_month"};
  for (const PriceField& field : kPriceFields) known.insert(std::string(field.name));
  for (const std::string& name : price_table_names()) {
    INFO(name);
    const PriceTable table = *find_price_table(name);
    CHECK_FALSE(table.title.empty());
    CHECK(table.read_unit > 0);
    CHECK(table.write_unit > 0);
    std::set<std::string> by_default;
    for (const PriceEntry& entry : table.entries) {
      INFO(entry.what);
      CHECK(known.contains(entry.what));
      CHECK(entry.usd.has_value() == entry.by_region.empty());
      if (entry.usd) CHECK(by_default.insert(entry.what).second);
      CHECK(entry.usd.value_or(1) > 0);
      for (const auto& [region, usd] : entry.by_region) CHECK(usd > 0);
      CHECK_FALSE(entry.says.empty());
      CHECK(entry.where.starts_with("https://"));
      CHECK_FALSE(entry.date.empty());
      CHECK((entry.status == "verified" || entry.status == "derived" || entry.status == "recalled"));
    }
    for (const PriceEntry& entry : table.entries) CHECK(by_default.contains(entry.what));  // elsewhere, too
  }
}

TEST_CASE("no prices are a scenario's until it names a table", "[scenario][cost]") {
  CHECK_FALSE(accepted(Frame{}).cost);
  const Scenario s = accepted(priced(R"("cost": {"prices": "aws-2024-11"})"));
  REQUIRE(s.cost);
  REQUIRE(s.cost->regions.size() == 3);
  CHECK(s.cost->store == Pricing::Store::on_demand);
  // us-east-1, eu-west-1 (half of 0.214), ap-northeast-1 (half of 0.248), as the table's source has them.
  CHECK(s.cost->regions[0].instance_hour == 0.096);
  CHECK(s.cost->regions[1].instance_hour == 0.107);
  CHECK(s.cost->regions[2].instance_hour == 0.124);
  CHECK(s.cost->regions[2].between_regions_gb == 0.09);
  CHECK(s.cost->regions[0].gb_month == 0.25);
  CHECK_FALSE(s.cost->regions[0].assumed);
  CHECK(s.cost->read_unit == 4096);
  CHECK(s.cost->key_bytes == s.keys.value_bytes);
  CHECK_FALSE(s.cost->failed_request);
}

TEST_CASE("a region that the table does not know has its default, and says so", "[scenario][cost]") {
  Frame frame = priced(R"("cost": {"prices": "aws-2024-11"}, "network": {"mesh": true})");
  frame.regions = R"({"name": "us-east-1"}, {"name": "moon", "location": {"latitude": 0, "longitude": 0}})";
  const Scenario s = accepted(frame);
  CHECK(s.cost->regions[1].assumed);
  CHECK(s.cost->regions[1].instance_hour == 0.096);
}

TEST_CASE("prices of the scenario replace the table's, those of a region before those of all", "[scenario][cost]") {
  const Scenario s = accepted(priced(R"("cost": {"prices": "aws-2024-11", "stored_per_key": "1 kB", "answer": "2 kB",
    "own": {"instance_hour": "0.05 USD", "clients_gb": "0 USD"},
    "by_region": {"eu-west-1": {"instance_hour": "0.07 USD"}}, "per_failed_request": "0.02 USD"})"));
  CHECK(s.cost->regions[0].instance_hour == 0.05);
  CHECK(s.cost->regions[1].instance_hour == 0.07);
  CHECK(s.cost->regions[1].clients_gb == 0);
  CHECK(s.cost->regions[1].million_writes == 0.625);
  CHECK(s.cost->key_bytes == 1000);
  CHECK(s.cost->answer_bytes == 2000);
  CHECK(s.cost->failed_request == 0.02);
  CHECK_FALSE(s.cost->lost_write);
}

TEST_CASE("without a table only what is given costs something", "[scenario][cost]") {
  const Scenario s = accepted(priced(R"("cost": {"prices": "none", "own": {"gb_month": "1 USD"}})"));
  CHECK(s.cost->regions[0].gb_month == 1);
  CHECK(s.cost->regions[0].instance_hour == 0);
  CHECK_FALSE(s.cost->regions[0].assumed);
}

TEST_CASE("stores on instances keep their data on disks of their own price", "[scenario][cost]") {
  const Scenario s = accepted(priced(R"("cost": {"prices": "aws-2024-11", "store": "instances"})"));
  CHECK(s.cost->regions[0].gb_month == 0.08);
  CHECK(s.cost->regions[0].copy_hour == 0.096);
  CHECK(s.cost->regions[0].million_writes == 0);  // billed the other way
  CHECK(accepted(priced(R"("cost": {"prices": "aws-2024-11"})")).cost->regions[0].zones_gb == 0);
}

TEST_CASE("money that is expected has a currency", "[scenario][cost]") {
  const Scenario s = accepted(priced(R"("cost": {"prices": "aws-2024-11"}, "expect": ["cost.per_month <= 5000 USD"])"));
  REQUIRE(s.expect.size() == 1);
  CHECK(s.expect[0].value == 5000);
}
