// A register that keeps the greatest version: what the broken plugins break in one place each.
#pragma once

#include <bicoastal/conflict.hpp>

#include <algorithm>

template <class Value>
class Greatest : public bicoastal::ReplicatedValue {
 public:
  std::unique_ptr<bicoastal::ReplicatedValue> write(const bicoastal::Write& write) override {
    Value change;
    change.version = write.version;
    this->merge(change);
    return change.clone();
  }
  void merge(const bicoastal::ReplicatedValue& other) override {
    version = std::max(version, static_cast<const Value&>(other).version);
  }
  bicoastal::Reading read() const override {
    bicoastal::Reading shown;
    if (!version.is_initial()) shown.value.set(version.value, 1);
    return shown;
  }
  std::unique_ptr<bicoastal::ReplicatedValue> clone() const override {
    return std::make_unique<Value>(static_cast<const Value&>(*this));
  }
  bool equals(const bicoastal::ReplicatedValue& other) const override {
    return version == static_cast<const Value&>(other).version;
  }
  std::size_t metadata_bytes() const override { return 8; }

  bicoastal::VersionId version;
};

template <class Value>
struct PolicyOf final : bicoastal::MergePolicy {
  std::unique_ptr<bicoastal::ReplicatedValue> initial() const override { return std::make_unique<Value>(); }
};

template <class Value>
std::unique_ptr<bicoastal::MergePolicy> policy_of(const bicoastal::Scenario& /*scenario*/) {
  return std::make_unique<PolicyOf<Value>>();
}

inline constexpr std::uint32_t kRegisters = 1u << static_cast<unsigned>(bicoastal::DataType::reg);
