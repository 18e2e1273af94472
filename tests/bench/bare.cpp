// Workload W as a bare event loop: what the work costs with no simulator around it.
//
// --queue heap4 (default) or priority_queue (the standard library's).
#include "heap4.hpp"
#include "workload.hpp"

#include <algorithm>
#include <deque>
#include <queue>

namespace bicoastal::bench {
namespace {

class StandardQueue {
 public:
  bool empty() const { return queue_.empty(); }
  const Event& top() const { return queue_.top(); }
  void push(Event e) { queue_.push(e); }
  void pop() { queue_.pop(); }

 private:
  struct Later {
    bool operator()(const Event& a, const Event& b) const { return earlier(b, a); }
  };
  std::priority_queue<Event, std::vector<Event>, Later> queue_;
};

// A request from arrival to answer, then a replicated write: a slot of the pool is what an event points to.
struct Job {
  double started;  // arrival of the request; acceptance of the write
  std::uint32_t key;
  std::uint8_t region;  // where it came from
  std::uint8_t target;  // region it is applied in (writes)
  std::uint8_t server;
  bool write;
};

struct Server {
  int busy = 0;
  std::deque<std::uint32_t> waiting;
};

template <class Queue>
class Loop {
 public:
  explicit Loop(const Workload& w)
      : w_(w), random_(w.seed), keys_(w.keys, kZipf), stores_(kRegions, Store(w.keys)), end_(ns(w.seconds)) {}

  void run() {
    for (std::uint32_t r = 0; r < kRegions; ++r) schedule(ns(random_.exponential(1 / w_.rate)), kArrive, r);
    while (!queue_.empty()) {
      const Event e = queue_.top();
      queue_.pop();
      now_ = e.time;
      ++tally_.events;
      const std::uint32_t what = e.payload() & (kKinds - 1), index = e.payload() / kKinds;
      switch (what) {
        case kArrive: arrive(index); break;
        case kReach: reach_server(index); break;
        case kServed: served(index); break;
        case kAnswer: answer(index); break;
        case kApply: apply(index); break;
      }
    }
  }
  const Tally& tally() const { return tally_; }

 private:
  enum Kind : std::uint32_t { kArrive, kReach, kServed, kAnswer, kApply, kKinds = 8 };

  static std::uint64_t ns(double seconds) { return static_cast<std::uint64_t>(seconds * 1e9 + 0.5); }
  double now_s() const { return static_cast<double>(now_) * 1e-9; }

  void schedule(std::uint64_t time, Kind kind, std::uint32_t index) {
    queue_.push({sequence_++ << Event::kPayloadBits | index * kKinds | kind, time});
  }
  std::uint32_t take_job() {
    if (free_.empty()) {
      jobs_.emplace_back();
      return static_cast<std::uint32_t>(jobs_.size() - 1);
    }
    const std::uint32_t job = free_.back();
    free_.pop_back();
    return job;
  }

  void arrive(std::uint32_t region) {
    if (now_ >= end_) return;
    const std::uint32_t job = take_job();
    const std::uint8_t server = next_server_[region];
    next_server_[region] = static_cast<std::uint8_t>(server + 1 == kServers ? 0 : server + 1);
    jobs_[job] = {now_s(),
                  keys_.draw(random_),
                  static_cast<std::uint8_t>(region),
                  0,
                  static_cast<std::uint8_t>(region * kServers + server),
                  random_.uniform() < kWrites};
    schedule(now_ + kHopNs, kReach, job);
    schedule(now_ + ns(random_.exponential(1 / w_.rate)), kArrive, region);
  }

  void reach_server(std::uint32_t job) {
    Server& server = servers_[jobs_[job].server];
    if (server.busy == w_.slots) return server.waiting.push_back(job);
    ++server.busy;
    schedule(now_ + ns(random_.exponential(kServiceMean)), kServed, job);
  }

  void served(std::uint32_t job) {
    const Job j = jobs_[job];
    if (j.write) {
      stores_[j.region].write(j.key, {now_s(), j.region});
      replicate(j);
    } else {
      tally_.freshest = std::max(tally_.freshest, stores_[j.region].read(j.key).time);
    }
    Server& server = servers_[j.server];
    if (server.waiting.empty()) {
      --server.busy;
    } else {
      schedule(now_ + ns(random_.exponential(kServiceMean)), kServed, server.waiting.front());
      server.waiting.pop_front();
    }
    schedule(now_ + kHopNs, kAnswer, job);
  }

  void replicate(const Job& write) {
    for (std::uint8_t target = 0; target < kRegions; ++target) {
      if (target == write.region) continue;
      const std::uint32_t copy = take_job();
      jobs_[copy] = write;
      jobs_[copy].started = now_s();
      jobs_[copy].target = target;
      schedule(now_ + wan_[write.region][target], kApply, copy);
    }
  }

  void answer(std::uint32_t job) {
    ++tally_.requests;
    tally_.latency_sum += now_s() - jobs_[job].started;
    free_.push_back(job);
  }

  void apply(std::uint32_t job) {
    const Job& j = jobs_[job];
    ++tally_.applies;
    tally_.superseded += !stores_[j.target].apply(j.key, {j.started, j.region});
    free_.push_back(job);
  }

  static inline const std::uint64_t kHopNs = ns(kHop);
  const Workload w_;
  Random random_;
  ZipfKeys keys_;
  std::vector<Store> stores_;
  std::uint64_t end_, now_ = 0, sequence_ = 0;
  std::array<std::array<std::uint64_t, kRegions>, kRegions> wan_ = [] {
    std::array<std::array<std::uint64_t, kRegions>, kRegions> table{};
    for (std::size_t a = 0; a < kRegions; ++a)
      for (std::size_t b = 0; b < kRegions; ++b) table[a][b] = ns(kWan[a][b]);
    return table;
  }();
  std::array<std::uint8_t, kRegions> next_server_{};
  std::array<Server, kRegions * kServers> servers_;
  std::vector<Job> jobs_;
  std::vector<std::uint32_t> free_;
  Queue queue_;
  Tally tally_;
};

template <class Queue>
void run(const Workload& w, const char* program) {
  Loop<Queue> loop(w);
  const Stopwatch watch;
  loop.run();
  loop.tally().print(program, watch.seconds());
}

}  // namespace
}  // namespace bicoastal::bench

int main(int argc, char** argv) {
  using namespace bicoastal::bench;
  const Workload w = parse_arguments(argc, argv);
  if (w.queue == "heap4")
    run<Heap4>(w, "bare loop, 4-ary heap");
  else if (w.queue == "priority_queue")
    run<StandardQueue>(w, "bare loop, std::priority_queue");
  else
    return fmt::print(stderr, "--queue is heap4 or priority_queue\n"), 64;
}
