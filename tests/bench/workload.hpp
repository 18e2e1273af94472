// Workload W, the work that every program of the comparison does, and what the C++ rivals share to do it.
//
// Three regions, every pair joined by a WAN; clients of a region send Poisson requests, 0.5 ms away, to the region's
// three servers in turn. A server works on `slots` requests at once, first come first served, exponential service of
// mean 2 ms. A tenth of the requests write: the key, drawn from Zipf(0.99) over 100 000 keys, gets the write's time as
// its version in the region's store and, one WAN delay later, in the two others, where the newer version wins. Requests
// arrive for `seconds`; then everything under way runs out.
//
// So the mean latency is 0.5 + 2 + 0.5 = 3 ms as long as hardly anybody waits, and the share of superseded applies has
// a formula (run.py): two figures by which a program shows that it did the work.
#pragma once

#include <array>
#include <bit>
#include <chrono>
#include <cmath>
#include <cstdint>
#include <cstring>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include <fmt/core.h>

namespace bicoastal::bench {

inline constexpr int kRegions = 3;
inline constexpr int kServers = 3;  // of a region
inline constexpr double kHop = 0.5e-3;
inline constexpr double kServiceMean = 2e-3;
inline constexpr double kWrites = 0.1;
inline constexpr double kZipf = 0.99;
// us-east-1, eu-west-1, ap-northeast-1: seconds, one way.
inline constexpr double kWan[kRegions][kRegions] = {{0, .038, .073}, {.038, 0, .108}, {.073, .108, 0}};
inline constexpr const char* kRegionNames[kRegions] = {"us-east-1", "eu-west-1", "ap-northeast-1"};

struct Workload {
  double seconds = 60;  // simulated, of arrivals
  double rate = 600;    // requests per second and region
  int slots = 8;        // of a server
  std::uint32_t keys = 100'000;
  std::uint64_t seed = 1;
  std::string queue = "heap4";  // bare loop only
};

inline Workload parse_arguments(int argc, char** argv) {
  Workload w;
  for (int i = 1; i + 1 < argc; i += 2) {
    const std::string_view name = argv[i];
    const std::string value = argv[i + 1];
    if (name == "--seconds")
      w.seconds = std::stod(value);
    else if (name == "--rate")
      w.rate = std::stod(value);
    else if (name == "--slots")
      w.slots = std::stoi(value);
    else if (name == "--keys")
      w.keys = static_cast<std::uint32_t>(std::stoul(value));
    else if (name == "--seed")
      w.seed = std::stoull(value);
    else if (name == "--queue")
      w.queue = value;
    else
      throw std::invalid_argument(fmt::format("unknown argument {}", name));
  }
  return w;
}

// xoshiro256++ (Blackman and Vigna 2019), seeded through splitmix64: as cheap as good random numbers come.
class Random {
 public:
  explicit Random(std::uint64_t seed) {
    for (auto& word : state_) {
      std::uint64_t z = (seed += 0x9e3779b97f4a7c15);
      z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9;
      z = (z ^ (z >> 27)) * 0x94d049bb133111eb;
      word = z ^ (z >> 31);
    }
  }
  std::uint64_t bits() {
    const std::uint64_t result = std::rotl(state_[0] + state_[3], 23) + state_[0];
    const std::uint64_t t = state_[1] << 17;
    state_[2] ^= state_[0];
    state_[3] ^= state_[1];
    state_[1] ^= state_[2];
    state_[0] ^= state_[3];
    state_[2] ^= t;
    state_[3] = std::rotl(state_[3], 45);
    return result;
  }
  double uniform() { return static_cast<double>(bits() >> 11) * 0x1p-53; }  // [0, 1)
  double exponential(double mean) { return -mean * std::log1p(-uniform()); }

 private:
  std::array<std::uint64_t, 4> state_{};
};

// Zipf-distributed keys in constant time: Vose's alias method (1991).
class ZipfKeys {
 public:
  ZipfKeys(std::uint32_t keys, double exponent) : columns_(keys) {
    std::vector<double> p(keys);
    double total = 0;
    for (std::uint32_t k = 0; k < keys; ++k) total += p[k] = std::pow(k + 1.0, -exponent);
    std::vector<std::uint32_t> small, large;
    for (std::uint32_t k = 0; k < keys; ++k) {
      p[k] *= keys / total;
      (p[k] < 1 ? small : large).push_back(k);
    }
    while (!small.empty() && !large.empty()) {
      const std::uint32_t poor = small.back(), rich = large.back();
      small.pop_back();
      columns_[poor] = {static_cast<float>(p[poor]), rich};
      if ((p[rich] -= 1 - p[poor]) < 1) {
        large.pop_back();
        small.push_back(rich);
      }
    }
    for (const auto& rest : {small, large})
      for (const std::uint32_t k : rest) columns_[k] = {1, k};
  }
  std::uint32_t draw(Random& random) const {
    const auto key = static_cast<std::uint32_t>((random.bits() >> 32) * columns_.size() >> 32);
    return random.uniform() < static_cast<double>(columns_[key].share) ? key : columns_[key].alias;
  }

 private:
  struct Column {
    float share = 1;
    std::uint32_t alias = 0;
  };
  std::vector<Column> columns_;
};

// A region's copy of the data. The newer version of a key wins, equal times by the order of the regions.
class Store {
 public:
  struct Version {
    double time = -1;
    int region = -1;
  };
  explicit Store(std::uint32_t keys) : versions_(keys) {}
  const Version& read(std::uint32_t key) const { return versions_[key]; }
  void write(std::uint32_t key, Version v) { versions_[key] = v; }
  // A replicated write: whether it was kept.
  bool apply(std::uint32_t key, Version v) {
    Version& kept = versions_[key];
    if (v.time < kept.time || (v.time == kept.time && v.region < kept.region)) return false;
    kept = v;
    return true;
  }

 private:
  std::vector<Version> versions_;
};

// What a program counts while it runs, and the line it prints.
struct Tally {
  std::uint64_t requests = 0, events = 0, applies = 0, superseded = 0;
  double latency_sum = 0;
  double freshest = 0;  // of the versions read: keeps the reads from being optimised away

  void print(const char* program, double wall_s) const {
    fmt::print(R"({{"program": "{}", "requests": {}, "wall_s": {:.6f}, "requests_per_s": {:.1f}, "events": {}, )"
               R"("mean_latency_ms": {:.5f}, "applies": {}, "superseded": {}, "freshest_read_s": {:.3f}}})"
               "\n",
               program, requests, wall_s, static_cast<double>(requests) / wall_s, events,
               1e3 * latency_sum / static_cast<double>(requests), applies, superseded, freshest);
  }
};

class Stopwatch {
 public:
  double seconds() const { return std::chrono::duration<double>(std::chrono::steady_clock::now() - start_).count(); }

 private:
  std::chrono::steady_clock::time_point start_ = std::chrono::steady_clock::now();
};

}  // namespace bicoastal::bench
