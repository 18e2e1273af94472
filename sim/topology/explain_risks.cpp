// Single points of failure, and the faults of the scenario in the order of time.
#include "sim/base/overloaded.hpp"
#include "sim/topology/explain_sections.hpp"
#include "sim/topology/weak_points.hpp"

#include <algorithm>
#include <numeric>

#include <fmt/format.h>

namespace bicoastal {

namespace {

std::string populations_text(const Scenario& s, const WeakPoint& point) {
  std::vector<std::string> names;
  for (const PopulationId p : point.populations) names.push_back(s.clients[p.index()].name);
  const std::string who =
      names.size() == s.clients.size() ? (names.size() == 1 ? names.front() : "everybody") : written::list(names, 3);
  return fmt::format("{} ({})", who, written::count(point.sessions, "session"));
}

std::string losing_text(const WeakPoint& point) {
  const char* what = point.access == Access::read ? "reads" : "writes";
  return point.share > 1 - 1e-9 ? fmt::format("all {}", what)
                                : fmt::format("{} of {}", written::share(point.share), what);
}

std::string target_text(const Subject& subject, const Fault& fault) {
  const Scenario& s = subject.scenario;
  const auto links = [&](const std::vector<LinkId>& ids) {
    std::vector<std::string> names;
    for (const LinkId link : ids) {
      const bool both = std::find(ids.begin(), ids.end(), LinkId(link.index() ^ 1U)) != ids.end();
      if (both && link.index() % 2 == 1) continue;
      names.push_back(both ? part_name(s, {Part::Kind::link, link.index() / 2}) : s.network.links[link.index()].name);
    }
    return written::list(names);
  };
  const auto regions = [&](const std::vector<RegionId>& ids) {
    std::vector<std::string> names;
    for (const RegionId r : ids) names.push_back(subject.name(r));
    return ids.size() == s.regions.size() ? "all regions" : written::list(names, 3);
  };
  const auto users = [&](const std::vector<PopulationId>& ids) {
    std::vector<std::string> names;
    for (const PopulationId p : ids) names.push_back(s.clients[p.index()].name);
    return ids.size() == s.clients.size() ? "all users" : written::list(names, 3);
  };
  const auto signed_span = [](Time t) {
    return fmt::format("{}{}", t < Time() ? "-" : "+", written::span(t < Time() ? Time() - t : t));
  };
  return std::visit(
      Overloaded{
          [&](const ReplicaDown& f) { return "replica " + s.replicas[f.replica.index()].name; },
          [&](const ZoneDown& f) { return "zone " + s.zones[f.zone.index()].name; },
          [&](const RegionDown& f) { return "region " + subject.name(f.region); },
          [&](const LinkDown& f) { return "cut: " + links(f.links); },
          [&](const Partition& f) {
            std::vector<std::string> groups;
            for (const auto& group : f.groups) {
              std::vector<std::string> names;
              for (const RegionId r : group) names.push_back(subject.name(r));
              groups.push_back(written::list(names));
            }
            return fmt::format("{}", fmt::join(groups, " | "));
          },
          [&](const LinkDelay& f) { return fmt::format("+{} on {}", written::span(f.extra), links(f.links)); },
          [&](const LinkLoss& f) { return fmt::format("{} lost on {}", written::share(f.share), links(f.links)); },
          [&](const LinkBandwidth& f) { return written::bandwidth(f.limit) + " left on " + links(f.links); },
          [&](const Slow& f) {
            return fmt::format("{} {:g} times as slow", written::count(f.replicas.size(), "replica"), f.factor);
          },
          [&](const Crash& f) {
            return fmt::format("processes of {} end", written::count(f.replicas.size(), "replica"));
          },
          [&](const Hang& f) { return fmt::format("{} silent", written::count(f.replicas.size(), "replica")); },
          [&](const Errors& f) {
            return fmt::format("{} of requests to {} fail", written::share(f.share),
                               written::count(f.replicas.size(), "replica"));
          },
          [&](const StoreDown& f) { return fmt::format("store of {}", subject.name(f.region)); },
          [&](const StoreLost& f) { return fmt::format("data of the store of {}", subject.name(f.region)); },
          [&](const NodeLost& f) {
            return fmt::format("node {} of the store of {}", f.node + 1, subject.name(f.region));
          },
          [&](const StoreSlow& f) {
            return fmt::format("+{} at the store of {}", written::span(f.add), subject.name(f.region));
          },
          [&](const BalancerDown& f) { return "balancer of " + subject.name(f.region); },
          [&](const NameServiceDown&) { return std::string("name service"); },
          [&](const AccessDown& f) {
            return fmt::format("no way from {} to {}", users(f.populations), regions(f.regions));
          },
          [&](const AccessDelay& f) {
            return fmt::format("+{} from {} to {}", written::span(f.extra), users(f.populations), regions(f.regions));
          },
          [&](const CheckLies& f) {
            return fmt::format("checks find {} {}", regions(f.regions), f.says_up ? "up" : "down");
          },
          [&](const ClockJump& f) {
            return fmt::format("clock of {} off by {}", subject.name(f.region), signed_span(f.by));
          },
          [&](const ClockDrift& f) {
            return fmt::format("clock of {} gains {:g} ppm", subject.name(f.region), f.rate * 1e6);
          },
          [&](const DependencyFault& f) {
            const std::string& name = s.service.dependencies[f.dependency.index()].name;
            if (f.down) return name + " silent";
            return f.errors > 0 ? fmt::format("{} of calls to {} fail", written::share(f.errors), name)
                                : fmt::format("{} {:g} times as slow", name, f.slow);
          },
          [&](const Deployed&) { return std::string("a new version goes out"); },
          [&](const CacheLost& f) { return "cache of " + s.service.dependencies[f.dependency.index()].name; }},
      fault.what);
}

/// Links that a fault acts on; none where it acts on something else.
const std::vector<LinkId>* links_of(const Fault& fault) {
  return std::visit(Overloaded{[](const LinkDown& f) { return &f.links; }, [](const Partition& f) { return &f.links; },
                               [](const LinkDelay& f) { return &f.links; }, [](const LinkLoss& f) { return &f.links; },
                               [](const LinkBandwidth& f) { return &f.links; },
                               [](const auto&) { return static_cast<const std::vector<LinkId>*>(nullptr); }},
                    fault.what);
}

bool is_idle(const Subject& subject, const Fault& fault) {
  const std::vector<LinkId>* links = links_of(fault);
  return links && std::none_of(links->begin(), links->end(), [&](LinkId id) {
           return std::any_of(subject.routes.begin(), subject.routes.end(), [&](const Route& route) {
             return std::find(route.links.begin(), route.links.end(), id) != route.links.end();
           });
         });
}

/// Who is left without reads or writes in the end, with all faults that act at the onset of this one.
std::string outlook_text(const Subject& subject, const Fault& fault) {
  const Scenario& s = subject.scenario;
  if (is_idle(subject, fault)) return "TOUCHES NOTHING: no route uses these links";
  Losses losses(s);
  std::size_t others = 0;
  for (const Fault& other : s.faults) {
    if (other.at > fault.at || other.until <= fault.at) continue;
    losses.add(other);
    others += &other != &fault ? 1 : 0;
  }
  const Outlook then = subject.reach.under(losses);
  std::vector<std::string> reads, writes;
  for (std::size_t p = 0; p < s.clients.size(); ++p) {
    const auto note = [&](double share, const std::vector<double>& before, std::vector<std::string>& list) {
      if (share < before[p] - 1e-9)
        list.push_back(s.clients[p].name + (share > 1e-9 ? " (" + written::share(1 - share) + ")" : ""));
    };
    if (s.clients[p].reads > 0) note(then.reads[p], subject.calm.reads, reads);
    if (s.clients[p].reads < 1) note(then.writes[p], subject.calm.writes, writes);
  }
  std::string text = reads.empty() && writes.empty() ? "nobody" : "";
  if (!reads.empty()) text = "reads: " + written::list(reads, 3);
  if (!writes.empty()) text += (text.empty() ? "" : "; ") + ("writes: " + written::list(writes, 3));
  if (others > 0) text += fmt::format(" (with {} going on)", written::count(others, "other fault"));
  return text;
}

}  // namespace

void explain_weak_points(const Subject& subject, Sheet& sheet) {
  const auto [points, all_links] = weak_points(subject.scenario, subject.routes, subject.reach);
  sheet.heading("Single points of failure: lost alone, these leave users without, for as long as they stay lost");
  std::vector<std::vector<std::string>> rows;
  for (const WeakPoint& point : points) {
    if (rows.size() == Subject::kShown) break;
    const std::string name = kind_text(point.part.kind) + " " + part_name(subject.scenario, point.part);
    const bool again = !rows.empty() && &point != &points.front() && (&point)[-1].part == point.part &&
                       (&point)[-1].populations == point.populations && (&point)[-1].share == point.share;
    if (again) {  // reads and writes alike
      rows.back()[1] =
          point.share > 1 - 1e-9 ? "all reads and writes" : written::share(point.share) + " of reads and writes";
      continue;
    }
    rows.push_back(
        {name, losing_text(point), populations_text(subject.scenario, point), reason(subject.scenario, point)});
  }
  sheet.table({"part", "loses", "of", "because"}, rows);
  if (points.size() > rows.size() && rows.size() == Subject::kShown) sheet.text("...", 2);
  if (!all_links) sheet.text("Not every link was tried: there are too many of them.", 2);
}

void explain_faults(const Subject& subject, Sheet& sheet) {
  const Scenario& s = subject.scenario;
  const auto is_deploy = [&](std::size_t f) { return std::holds_alternative<Deployed>(s.faults[f].what); };
  std::vector<std::size_t> order(s.faults.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::erase_if(order, is_deploy);  // told by themselves
  if (order.empty()) return;
  sheet.heading("Faults, and who is left without once checks and failover have done their work");
  std::stable_sort(order.begin(), order.end(),
                   [&](std::size_t a, std::size_t b) { return s.faults[a].at < s.faults[b].at; });
  std::vector<std::vector<std::string>> rows;
  for (const std::size_t f : order) {
    if (rows.size() == Subject::kShown) break;
    const Fault& fault = s.faults[f];
    rows.push_back({written::span(fault.at), fault.until == Time::max() ? "end" : written::span(fault.until),
                    fault.name, target_text(subject, fault), outlook_text(subject, fault)});
  }
  sheet.table({">from", ">until", "fault", "what", "left without"}, rows);
  sheet.more(order.size(), rows.size(), "fault");
}

}  // namespace bicoastal
