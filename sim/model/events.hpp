// Kinds of own events.
#pragma once

#include <cstdint>

namespace bicoastal {

enum class Kind : std::uint8_t {
  // plain
  arrive,       // a: population
  think,        // a: session
  at_balancer,  // a: request, b: its generation (also below)
  at_replica,
  done,
  at_store,
  reply,
  timeout,
  retry,
  read_back,
  flush,         // a: leader store
  pair_free,     // a: pair
  batch_arrive,  // a: pair, b: batch number
  copy_apply,    // a: read copy
  health,        // a: checkers, b: flip
  role,          // a: partition, b: generation
  redirect,      // a: partition * regions + region, b: epoch
  acknowledge,   // a: pair, b: entry of its log, lower half
  share_rights,
  message,   // a: message between regions (leaderless)
  hand_off,  // a: region that keeps hints
  vote,      // a: message between regions (votes)
  repeat_votes,
  sample,
  drained,      // a: replica, b: generation
  life,         // a: replica, b: generation
  liveness,     // a: replica, b: flip
  replace,      // a: replica, b: generation
  wake,         // a: region on standby
  scale,        // a: region
  deploy,       // a: deploy that is due
  deploy_next,  // b: generation
  deploy_over,
  baked,    // a: region, b: generation
  publish,  // a: region, b: news of it
  action,   // a: action, b: 1 done, 0 taken back
  hedge,    // a: request, b: its generation
  // sync: these touch SimGrid
  first_sync = 128,
  start_transfer = first_sync,  // a: pair, b: batch number
  fault,                        // a: fault, b: 1 onset, 0 end
  finish,
};

constexpr std::uint8_t raw(Kind kind) { return static_cast<std::uint8_t>(kind); }
constexpr bool is_sync(std::uint8_t kind) { return kind >= raw(Kind::first_sync); }

}  // namespace bicoastal
