// Fields that the user wrote and that change nothing as the others are. A default is no such field: it says nothing.
#pragma once

#include "sim/scenario/faults.hpp"
#include "sim/scenario/view.hpp"

#include <initializer_list>
#include <string_view>

namespace bicoastal {

class Inert {
 public:
  explicit Inert(Faults& faults) : faults_(faults) {}

  /// A fault where `view` was written, unless there is one already.
  void refuse(const View& view, std::string_view why);
  void refuse(const View& group, std::initializer_list<std::string_view> fields, std::string_view why);

 private:
  Faults& faults_;
};

/// Below /fleet and /deploys, and what functions make of other fields.
void refuse_inert_fleet(const View& document, Inert& inert);

/// Below /service.
void refuse_inert_service(const View& document, const Faults& faults, Inert& inert);
/// Below /data. REQUIRES: /data/writes is one of those known.
void refuse_inert_data(const View& document, const Faults& faults, Inert& inert);

/// Below /cost.
void refuse_inert_cost(const View& document, Inert& inert);

/// Below /routing and /balancing, and of every health check.
void refuse_inert_routing(const View& document, Inert& inert);

}  // namespace bicoastal
