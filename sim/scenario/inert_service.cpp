// Fields of the service and its dependencies that have no effect.
#include "sim/scenario/inert.hpp"

#include <algorithm>
#include <string>

#include <fmt/format.h>

namespace bicoastal {

namespace {

/// Whether there are operations of a kind.
struct Kinds {
  bool reads = false, writes = false;
};
Kinds kinds_of(const View& clients) {
  Kinds kinds;
  for (std::size_t i = 0; i < clients.size(); ++i) {
    const double reads = clients[i]["reads"].quantity(Dimension::share);
    kinds.reads = kinds.reads || reads > 0;
    kinds.writes = kinds.writes || reads < 1;
  }
  return kinds;
}

void refuse_retries(const View& d, Inert& inert) {
  const View retries = d["retries"];
  const bool hedges = d["hedge_after"].time().ns > 0;
  if (retries["attempts"].count() <= 1) {
    inert.refuse(retries, {"backoff", "multiplier", "max_backoff", "jitter"}, "there is only one attempt");
    if (!hedges) inert.refuse(retries["budget"], "there is only one attempt, and no hedge");
  } else if (retries["attempts"].count() == 2) {
    inert.refuse(retries, {"multiplier", "max_backoff"}, "there is only one retry");
  }
}

void refuse_dependency(const View& document, const View& d, const Kinds& kinds, Inert& inert) {
  const std::string calls = d["calls"].text();
  if (d["concurrency"].count() == 0) inert.refuse(d["queue"], "it works on any number of calls at once");
  if (document["regions"].size() == 1) inert.refuse(d["shared"], "there is only one region");
  if (calls == "fallback")
    inert.refuse(d, {"share", "critical"}, "what matters is the dependency that it stands in for");
  if (calls == "reads" && !kinds.reads) inert.refuse(d["calls"], "nobody reads");
  if (calls == "writes" && !kinds.writes) inert.refuse(d["calls"], "nobody writes");
  const View hedge = d["hedge_after"];
  if (hedge.exists() && hedge.time() >= d["timeout"].time()) inert.refuse(hedge, "the attempt is over by then");
  if (hedge.time().ns == 0 && d["bulkhead"].count() >= document["service"]["concurrency"].count())
    inert.refuse(d["bulkhead"], "a replica does not work on so many requests at once");
  refuse_retries(d, inert);
}

}  // namespace

void refuse_inert_service(const View& document, const Faults& faults, Inert& inert) {
  const View service = document["service"], list = service["dependencies"];
  if (service["queue"].number() == 0) inert.refuse(service["max_wait"], "nobody waits: queue is 0");
  const Kinds kinds = kinds_of(document["clients"]);
  for (std::size_t i = 0; i < list.size(); ++i) {
    if (faults.any_under(list[i].pointer())) continue;
    refuse_dependency(document, list[i], kinds, inert);
    if (list[i]["calls"].text() != "fallback") continue;
    bool stands_in = false;  // or may do so, where a name is misspelt
    for (std::size_t o = 0; o < list.size(); ++o)
      stands_in = stands_in || list[o]["fallback"].text() == list[i]["name"].text() ||
                  faults.any_under(list[o]["fallback"].pointer());
    if (!stands_in) inert.refuse(list[i]["name"], "it is no dependency's fallback, nobody calls it");
  }
}

}  // namespace bicoastal
