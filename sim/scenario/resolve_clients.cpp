#include "sim/scenario/great_circle.hpp"
#include "sim/scenario/nearest.hpp"
#include "sim/scenario/network.hpp"
#include "sim/scenario/resolve.hpp"

#include <algorithm>
#include <map>
#include <set>

#include <fmt/format.h>

namespace bicoastal {

namespace {

class Clients {
 public:
  Clients(const View& document, const PlaceNames& directory, Delays& delays, PairTable& explicit_delays,
          Scenario& scenario, Faults& faults)
      : clients_(document["clients"]),
        directory_(directory),
        delays_(delays),
        explicit_(explicit_delays),
        scenario_(scenario),
        faults_(faults),
        geographic_(document["routing"]["policy"].text() == "geographic") {}

  void resolve() {
    if (faults_.any_at(clients_.pointer())) return;  // none, or too many
    over_links_.resize(scenario_.regions.size());
    for (std::size_t i = 0; i < clients_.size(); ++i) {
      Population p;
      read(clients_[i], p);
      if (directory_.usable() && !faults_.any_under("/network") &&
          !faults_.any_under(clients_[i].pointer() + "/region") &&
          !faults_.any_under(clients_[i].pointer() + "/location"))
        place(clients_[i], p);
      scenario_.clients.push_back(std::move(p));
    }
    name_all();
    check_totals();
  }

 private:
  const View clients_;
  const PlaceNames& directory_;
  Delays& delays_;
  PairTable& explicit_;
  Scenario& scenario_;
  Faults& faults_;
  bool geographic_;
  std::vector<std::vector<std::optional<Time>>> over_links_;  ///< by region, where it was needed

  void read(const View& view, Population& p) {
    p.sessions = view["sessions"].count();
    p.reads = view["reads"].quantity(Dimension::share);
    p.locality = view["locality"].quantity(Dimension::share);
    p.removes = view["removes"].quantity(Dimension::share);
    p.max_amount = view["max_amount"].count();
    if (view["read_back"].exists()) p.read_back = resolve_distribution(view["read_back"], faults_);
    p.timeout = view["timeout"].time();
    p.retries = resolve_retries(view["retries"], faults_);
    p.next_region_on_retry = view["next_region_on_retry"].truth();
    p.hedge_after = view["hedge_after"].time();
    read_arrivals(view["arrivals"], p.arrivals);
  }

  void read_arrivals(const View& view, Arrivals& arrivals) {
    if (view["closed"].exists()) {
      arrivals.kind = Arrivals::Kind::closed;
      arrivals.think = resolve_distribution(view["closed"]["think"], faults_);
      if (view["changes"].exists())
        faults_.add("E401", view["changes"].place(), view["changes"].pointer(),
                    "has no effect: a closed loop has no rate of its own");
      return;
    }
    const bool constant = view["constant"].exists();
    if (constant) arrivals.kind = Arrivals::Kind::constant;
    const View base = view.is_text() ? view : constant ? view["constant"] : view["poisson"];
    arrivals.rate.push_back({Time(0), base.quantity(Dimension::rate)});
    if (faults_.any_under(view.pointer())) return;
    for (std::size_t i = 0; i < view["changes"].size(); ++i) {
      const View change = view["changes"][i];
      const Time at = change["at"].time();
      if (at <= arrivals.rate.back().from)
        faults_.add("E307", change["at"].place(), change["at"].pointer(), "is not later than the change before it");
      if (at >= scenario_.duration)
        faults_.add("E401", change.place(), change.pointer(), "has no effect: the load ends before it");
      arrivals.rate.push_back({at, change["rate"].quantity(Dimension::rate)});
    }
  }

  void place(const View& view, Population& p) {
    if (view["region"].exists() == view["location"].exists()) return;  // the schema has said so
    const std::string name = view["region"].text();
    const std::optional<RegionId> own = directory_.find_region(name);  // no region has an empty name
    Spot spot{name, std::nullopt};
    if (view["location"].exists()) spot.location = view["location"].location();
    if (own) spot.location = scenario_.regions[own->index()].location;
    if (!own && !delays_.can_place(spot)) {
      std::vector<std::string> known = directory_.region_names();
      if (const LatencyTable* table = delays_.table())
        known.insert(known.end(), table->places().begin(), table->places().end());
      std::string near = suggest_name(name, known);
      if (!near.starts_with("did")) near = "a region of the deployment, a place of the table, or a location";
      faults_.add("E314", view["region"].place(), view["region"].pointer(), fmt::format("no place {}", in_quotes(name)),
                  near);
      return;
    }
    measure(view, spot, p);
    for (std::size_t r = 0; r < scenario_.regions.size(); ++r)
      if (!add_way(view, p, own, spot, RegionId(r))) return;
    const auto nearest = std::ranges::min_element(p.to_region, {}, &PathDelay::base);
    p.home = RegionId(static_cast<std::size_t>(nearest - p.to_region.begin()));
  }

  /// Distances on the globe, where the name service goes by them.
  void measure(const View& view, const Spot& spot, Population& p) {
    if (!geographic_) return;
    const View where = view["region"].exists() ? view["region"] : view["location"];
    const auto from = location_of(spot);
    if (!from)
      faults_.add("E318", where.place(), where.pointer(), "where these users are on the globe is not known",
                  "a location, since routing.policy is geographic");
    for (std::size_t r = 0; r < scenario_.regions.size() && from; ++r) {
      const Region& region = scenario_.regions[r];
      const auto to = location_of({region.name, region.location});
      p.km_to_region.push_back(to ? great_circle_km(*from, *to) : 0);
    }
  }

  bool add_way(const View& view, Population& p, std::optional<RegionId> own, const Spot& spot, RegionId to) {
    const Region& region = scenario_.regions[to.index()];
    std::optional<PathDelay> way;
    if ((own && *own == to) || (!own && spot.name == region.name && !spot.name.empty())) way = PathDelay{};
    if (!way && own) way = explicit_.at(*own, to);
    if (!way) way = delays_.one_way(spot, {region.name, region.location});
    if (!way && own) way = way_over_links(*own, to);
    if (!way) {
      const View where = view["region"].exists() ? view["region"] : view["location"];
      faults_.add("E305", where.place(), where.pointer(),
                  fmt::format("no delay is known from here to {}", in_quotes(region.name)),
                  "give that region a location");
      return false;
    }
    way->base += scenario_.network.access.base;
    p.to_region.push_back(*way);
    return true;
  }

  std::optional<PathDelay> way_over_links(RegionId from, RegionId to) {
    auto& reached = over_links_[from.index()];
    if (reached.empty()) reached = delays_over_links(scenario_, from);
    const std::optional<Time>& delay = reached[to.index()];
    return delay ? std::optional(PathDelay{*delay, {}, {}}) : std::nullopt;
  }

  /// Given names first: what a default name becomes must not depend on the order.
  void name_all() {
    std::set<std::string> names;
    std::map<std::string, std::size_t> used;  // numbers given so far, by default name
    for (std::size_t i = 0; i < clients_.size(); ++i) {
      const View name = clients_[i]["name"];
      if (!name.is_text()) continue;
      scenario_.clients[i].name = name.text();
      if (!names.insert(name.text()).second)
        faults_.add("E304", name.place(), name.pointer(),
                    fmt::format("a second population {}", in_quotes(name.text())));
    }
    for (std::size_t i = 0; i < clients_.size(); ++i) {
      std::string& name = scenario_.clients[i].name;
      if (!name.empty()) continue;
      const GeoPoint at = clients_[i]["location"].location();
      const std::string base = clients_[i]["region"].is_text()
                                   ? clients_[i]["region"].text()
                                   : fmt::format("{:.2f} {:.2f}", at.latitude, at.longitude);
      name = base;
      while (!names.insert(name).second) name = fmt::format("{}-{}", base, ++used[base] + 1);
    }
  }

  void check_totals() {
    if (faults_.any_under(clients_.pointer()) || scenario_.duration == Time::max()) return;
    double sessions = 0, operations = 0;
    for (const Population& p : scenario_.clients) {
      sessions += p.sessions;
      for (std::size_t i = 0; i < p.arrivals.rate.size(); ++i) {
        const Time until = i + 1 < p.arrivals.rate.size() ? p.arrivals.rate[i + 1].from : scenario_.duration;
        operations += p.arrivals.rate[i].per_second *
                      (std::min(until, scenario_.duration) - p.arrivals.rate[i].from).in_seconds();
      }
    }
    if (sessions > static_cast<double>(kMaxSessions))
      faults_.add("E308", clients_.place(), clients_.pointer(),
                  fmt::format("{:.0f} sessions are more than {}", sessions, kMaxSessions));
    if (operations > kMaxOperations)
      faults_.add("E308", clients_.place(), clients_.pointer(),
                  fmt::format("{:.2g} operations are more than {:.2g}", operations, kMaxOperations));
  }
};

}  // namespace

void resolve_clients(const View& document, const PlaceNames& directory, Delays& delays, PairTable& explicit_delays,
                     Scenario& scenario, Faults& faults) {
  Clients(document, directory, delays, explicit_delays, scenario, faults).resolve();
}

}  // namespace bicoastal
